// SPDX-License-Identifier: Apache-2.0

/// One fault of a policy: where it is, what stands there and what was expected.
public struct Diagnostic: Hashable, Sendable, Codable {
    /// How bad it is.
    public var severity: Severity

    /// Where it is, such as `rules[3].outcome.rollout.salt`.
    public var path: String

    /// What stands there.
    public var value: String

    /// What was expected.
    public var expected: String

    /// Creates a diagnostic.
    ///
    /// - Parameters:
    ///   - severity: How bad it is.
    ///   - path: Where it is.
    ///   - value: What stands there.
    ///   - expected: What was expected.
    public init(severity: Severity, path: String, value: String, expected: String) {
        self.severity = severity
        self.path = path
        self.value = value
        self.expected = expected
    }

    /// How bad a fault is.
    public enum Severity: String, Hashable, Sendable, Codable {
        /// The policy cannot be used.
        case error
        /// The policy can be used, but probably does not do what was meant.
        case warning
    }

    static func error(at path: String, value: String, expected: String) -> Diagnostic {
        Diagnostic(severity: .error, path: path, value: value, expected: expected)
    }

    static func warning(at path: String, value: String, expected: String) -> Diagnostic {
        Diagnostic(severity: .warning, path: path, value: value, expected: expected)
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The fault in one line.
    public var description: String { "\(severity.rawValue): \(path): \(value), expected \(expected)" }
}
