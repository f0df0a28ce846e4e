// SPDX-License-Identifier: Apache-2.0

extension Filter: CustomStringConvertible {
    /// The filter in the language of ``init(parsing:)``, which reads it as this filter again.
    public var description: String {
        switch self {
        case .comparison(let name, let comparison, let value):
            "\(FilterWord.name(name)) \(comparison.rawValue) \(FilterWord.value(value))"
        case .oneOf(let name, let values):
            "\(FilterWord.name(name)) in (\(values.map(FilterWord.value).joined(separator: ", ")))"
        case .range(let name, let first, let last, let isClosed):
            "\(FilterWord.name(name)) in [\(FilterWord.value(first)), \(FilterWord.value(last))\(isClosed ? "]" : ")")"
        case .exists(let name):
            "\(FilterWord.name(name)) exists"
        case .contains(let name, let text):
            "\(FilterWord.name(name)) contains \(FilterWord.text(text))"
        case .identifiers(let ids):
            "id in (\(ids.map { FilterWord.text($0.rawValue) }.joined(separator: ", ")))"
        case .access(let name, let groups):
            "\(FilterWord.name(name)) admits (\(groups.map(FilterWord.text).joined(separator: ", ")))"
        case .all(let filters) where filters.count > 1:
            filters.map(\.operand).joined(separator: " and ")
        case .any(let filters) where filters.count > 1:
            filters.map(\.operand).joined(separator: " or ")
        case .all(let filters):
            "all(\(filters.map(\.description).joined()))"
        case .any(let filters):
            "any(\(filters.map(\.description).joined()))"
        case .not(let filter):
            "not \(filter.operand)"
        }
    }

    /// The filter as it stands beside `and`, `or` and `not`.
    private var operand: String {
        switch self {
        case .all(let filters) where filters.count > 1: "(\(self))"
        case .any(let filters) where filters.count > 1: "(\(self))"
        default: description
        }
    }
}

/// Words of the text form of a filter.
enum FilterWord {
    /// What a bare word in front of a condition does not name.
    static let keywords: Set<String> = [
        "admits", "all", "and", "any", "contains", "exists", "false", "id", "in", "not", "or", "true",
    ]

    static func name(_ name: String) -> String { text(name) }

    static func value(_ value: Metadata.Value) -> String {
        switch value {
        case .string(let text): Self.text(text)
        case .integer(let number): "\(number)"
        case .number(let number): number.isFinite ? "\(number)" : number.isNaN ? "+nan" : number > 0 ? "+inf" : "-inf"
        case .boolean(let truth): "\(truth)"
        case .strings(let texts): "[\(texts.map(Self.text).joined(separator: ", "))]"
        }
    }

    /// A text, in quotation marks unless it is a plain word.
    static func text(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map(isLetter) ?? false
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-./:".utf8.contains($0) }
            && !keywords.contains(text.lowercased())
        guard !isPlain else { return text }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }

    /// The value of a bare word.
    static func value(ofBareWord word: String) -> Metadata.Value {
        switch word.lowercased() {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "+inf": return .number(.infinity)
        case "-inf": return .number(-.infinity)
        case "+nan": return .number(.nan)
        default: break
        }
        guard word.utf8.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) }) else { return .string(word) }
        if let integer = Int(word) { return .integer(integer) }
        return Double(word).map { .number($0) } ?? .string(word)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lowercase = byte | 0x20
        return byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercase)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
