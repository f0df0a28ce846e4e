// SPDX-License-Identifier: Apache-2.0
#if CommandLine

extension Double {
    /// The number with a fixed number of decimals, such as `0.360`.
    func formatted(decimals: Int) -> String {
        guard isFinite else { return "\(self)" }
        let scale = (0..<decimals).reduce(1.0) { value, _ in value * 10 }
        let units = (magnitude * scale).rounded()
        guard units < 0x1p62 else { return "\(self)" }
        let digits = String(Int(units))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = self < 0 && units > 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}

extension Int {
    /// The number with a comma between groups of three digits, such as `63,666`.
    var grouped: String {
        var result = ""
        for (place, digit) in String(magnitude).reversed().enumerated() {
            if place > 0, place % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return (self < 0 ? "-" : "") + String(result.reversed())
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { self / .seconds(1) }

    /// The duration in the unit that suits it, such as `3.2 ms`.
    var readable: String {
        switch seconds {
        case ..<0.001: (seconds * 1e6).formatted(decimals: 0) + " µs"
        case ..<1: (seconds * 1e3).formatted(decimals: 1) + " ms"
        default: seconds.formatted(decimals: 1) + " s"
        }
    }
}

extension String {
    /// The first characters of a text on one line, with an ellipsis where more follow.
    func excerpt(_ length: Int) -> String {
        let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= length ? line : line.prefix(length - 1) + "…"
    }
}
#endif
