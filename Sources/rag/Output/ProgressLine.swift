// SPDX-License-Identifier: Apache-2.0
#if CommandLine

/// One line that says how far long work has come: a bar, what was done, how fast, and the time left.
struct ProgressLine {
    /// The share that is done, of 0...1, or `nil` where nobody knows how much there is.
    var fraction: Double?

    /// The documents that are done.
    var documents: Int

    /// The tokens that were embedded, or `nil` where nothing is.
    var tokens: Int?

    /// The time since the beginning.
    var elapsed: Duration

    private static let barWidth = 12

    /// The line, such as `[#####       ] 42 %, 12,000 documents, 9,400 tokens a second, 1 min 20 s left`.
    var text: String {
        let seconds = max(elapsed.seconds, 1e-9)
        let rate = Int(Double(tokens ?? documents) / seconds)
        var parts = ["\(documents.grouped) documents"]
        parts.append(tokens == nil ? "\(rate.grouped) a second" : "\(rate.grouped) tokens a second")
        guard let fraction = fraction.map({ min(1, max(0, $0)) }) else { return parts.joined(separator: ", ") }
        if fraction > 0 { parts.append(Self.countdown(seconds * (1 - fraction) / fraction) + " left") }
        let filled = Int(fraction * Double(Self.barWidth))
        let bar = String(repeating: "#", count: filled) + String(repeating: " ", count: Self.barWidth - filled)
        return "[\(bar)] \((fraction * 100).formatted(decimals: 0)) %, " + parts.joined(separator: ", ")
    }

    /// A time for a person who waits: whole seconds, minutes or hours.
    private static func countdown(_ seconds: Double) -> String {
        let seconds = Int(min(seconds, 1e9).rounded(.up))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        default: return "\((seconds / 3600).grouped) h \(seconds % 3600 / 60) min"
        }
    }
}
#endif
