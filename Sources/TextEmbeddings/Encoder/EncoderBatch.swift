// SPDX-License-Identifier: Apache-2.0

/// Texts as sequences of tokens, and the passes that they are computed in.
struct EncoderBatch: Sendable {
    /// A stretch of a text's tokens that fits the model.
    struct Window: Sendable {
        /// The number of the text.
        var text: Int
        /// The tokens with a start and an end of their own.
        var tokens: [Int32]
        /// Where each of them comes from.
        var offsets: [Range<Int>]
        /// Those that no other window of the text has.
        var owned: Range<Int>
    }

    /// The windows of all texts, a text's windows in order.
    private(set) var windows: [Window] = []

    /// The windows of each pass, in the order in which they are best computed: long ones first, so that threads end together.
    private(set) var passes: [[Int]] = []

    /// The number of tokens in all windows.
    private(set) var tokenCount = 0

    /// Tokens of a pass, unless a single window has more: enough to use every loaded weight many times, and so few that the
    /// states between two layers stay in the second-level cache.
    static let passTokens = 256

    /// The most tokens of a pass.
    var largestPass: Int { passes.lazy.map { tokenCount(ofPass: $0) }.max() ?? 0 }

    /// The number of tokens in a pass.
    func tokenCount(ofPass pass: [Int]) -> Int { pass.reduce(0) { $0 + windows[$1].tokens.count } }

    /// Splits texts into tokens and passes.
    init(_ texts: [String], as role: TextRole, for encoder: TextEncoder) {
        let prefix = encoder.prefixes[role] ?? ""
        for (number, text) in texts.enumerated() {
            let tokens = Self.tokenize(text, prefix: prefix, encoder)
            append(tokens, text: number, encoder)
        }
        tokenCount = windows.reduce(0) { $0 + $1.tokens.count }
        passes = Self.passes(windows.map(\.tokens.count))
    }

    static func tokenize(_ text: String, prefix: String, _ encoder: TextEncoder) -> TokenizedText {
        let limit = encoder.longTexts == .truncate ? encoder.maximumTokenCount : .max
        guard !prefix.isEmpty else { return encoder.tokenizer.tokenize(text, maximumCount: limit) }
        var tokens = encoder.tokenizer.tokenize(prefix + text, maximumCount: limit)
        // Offsets point into the text; what stands for the prefix points to its beginning.
        let length = prefix.utf8.count
        tokens.offsets = tokens.offsets.map { max(0, $0.lowerBound - length)..<max(0, $0.upperBound - length) }
        return tokens
    }

    private mutating func append(_ tokens: TokenizedText, text: Int, _ encoder: TextEncoder) {
        let limit = encoder.maximumTokenCount
        guard tokens.count > limit, case .windows(let overlap) = encoder.longTexts else {
            windows.append(Window(text: text, tokens: tokens.tokens, offsets: tokens.offsets, owned: 0..<tokens.count))
            return
        }
        let last = tokens.count - 1
        let room = max(1, limit - 2)
        // A window without a token of its own would never end.
        let step = max(1, room - max(0, overlap))
        for start in stride(from: 1, to: last, by: step) {
            let isFirst = start == 1
            let end = min(start + room, last)
            // A window behind the first repeats the start and what overlaps; only the last has the end of the text.
            let owned = (isFirst ? 0 : 1 + room - step)..<(end - start + (end == last ? 2 : 1))
            windows.append(
                Window(
                    text: text, tokens: [tokens.tokens[0]] + tokens.tokens[start..<end] + [tokens.tokens[last]],
                    offsets: [tokens.offsets[0]] + tokens.offsets[start..<end] + [tokens.offsets[last]], owned: owned))
            if end == last { return }
        }
    }

    private static func passes(_ lengths: [Int]) -> [[Int]] {
        var passes: [[Int]] = []
        var room = 0
        for window in lengths.indices.sorted(by: { (lengths[$1], $0) < (lengths[$0], $1) }) {
            if passes.isEmpty || lengths[window] > room {
                passes.append([])
                room = passTokens
            }
            passes[passes.count - 1].append(window)
            room -= lengths[window]
        }
        return passes
    }
}
