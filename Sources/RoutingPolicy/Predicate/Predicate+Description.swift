// SPDX-License-Identifier: Apache-2.0

extension Predicate: CustomStringConvertible {
    /// The predicate in words, in one line.
    public var description: String {
        switch self {
        case .constant(let truth): truth ? "always" : "never"
        case .attribute(let name, let test): "\(name) \(test)"
        case .anyAttribute(let scope, let test):
            scope == .names ? "any attribute's name \(test)" : "any attribute's value \(test)"
        case .isSwitched(let name, let isOn): "switch \"\(name)\" is \(isOn ? "on" : "off")"
        case .decision(let policy, let routes):
            "policy \"\(policy)\" decides \(routes.map(\.rawValue).joined(separator: " or "))"
        case .all(let parts): "all of (\(parts.map(\.description).joined(separator: "; ")))"
        case .any(let parts): "any of (\(parts.map(\.description).joined(separator: "; ")))"
        case .not(let other): "not (\(other))"
        }
    }
}

extension AttributeTest: CustomStringConvertible {
    /// The test in words, to stand after an attribute's name.
    public var description: String {
        switch self {
        case .isPresent: "is present"
        case .equals(let value): "equals \(value)"
        case .isIn(let texts): "is in \(Self.list(texts))"
        case .isInList(let name): "is in list \"\(name)\""
        case .inRange(let range): range.description
        case .inWindow(let window): "is \(window)"
        case .hasPrefix(let texts): "starts with \(Self.list(texts))"
        case .hasSuffix(let texts): "ends with \(Self.list(texts))"
        case .containsIgnoringCase(let texts): "contains \(Self.list(texts))"
        case .hasWord(let texts): "has the word \(Self.list(texts))"
        case .hasExtension(let texts): "has the extension \(Self.list(texts))"
        }
    }

    /// The texts, cut where there are many.
    private static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
        let more = texts.count > 6 ? ", ... \(texts.count) in all" : ""
        return texts.count == 1 ? shown : "[\(shown)\(more)]"
    }
}

extension NumericRange: CustomStringConvertible {
    /// The range in words, to stand after an attribute's name.
    public var description: String {
        let ends = [
            lower.map { ($0.isInclusive ? "is at least " : "is more than ") + $0.number.description },
            upper.map { ($0.isInclusive ? "is at most " : "is less than ") + $0.number.description },
        ]
        let words = ends.compactMap(\.self)
        return words.isEmpty ? "is a number" : words.joined(separator: " and ")
    }
}

extension NumericRange.Number: CustomStringConvertible {
    /// The number.
    public var description: String {
        switch self {
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        }
    }
}
