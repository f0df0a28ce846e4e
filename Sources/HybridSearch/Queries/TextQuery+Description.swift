// SPDX-License-Identifier: Apache-2.0

extension TextQuery: CustomStringConvertible {
    /// The query in the language of ``init(parsing:)``, which reads it as this query again.
    ///
    /// Clauses without text are left out, for no text asks for nothing.
    public var description: String {
        var parts = clauses.compactMap(\.written)
        if minimumShouldMatch > 0 { parts.append("@\(minimumShouldMatch)") }
        return parts.joined(separator: " ")
    }
}

extension TextQuery.Clause {
    /// The clause as it is written, or `nil` where it has no text.
    fileprivate var written: String? {
        let body: String
        switch matching {
        case .words(let text):
            guard !text.isEmpty else { return nil }
            body = Self.escapedWord(text)
        case .phrase(let text, let slop):
            guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else { return nil }
            body = "\"\(Self.escapedPhrase(text))\"" + (slop > 0 ? "~\(slop)" : "")
        case .prefix(let text):
            guard !text.isEmpty else { return nil }
            body = Self.escapedWord(text) + "*"
        }
        let sign =
            switch occurrence {
            case .should: ""
            case .must: "+"
            case .mustNot: "-"
            }
        return sign + (field.map { "\($0):" } ?? "") + body + (boost == 1 ? "" : "^\(boost)")
    }

    private static func escapedWord(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for (place, scalar) in text.unicodeScalars.enumerated() {
            let isSpecial =
                switch scalar {
                case "\"", "\\", ":", "*", "^": true
                case "+", "-", "@": place == 0
                default: scalar.properties.isWhitespace
                }
            if isSpecial { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    private static func escapedPhrase(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
