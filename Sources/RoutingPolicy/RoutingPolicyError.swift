// SPDX-License-Identifier: Apache-2.0

/// Why a policy could not be used, with everything that is wrong with it.
public struct RoutingPolicyError: Error, Hashable, Sendable {
    /// The kind of error.
    public var code: Code

    /// What went wrong and what to do, for a person.
    public var message: String

    /// Every fault that was found, where the error is about a policy or its settings.
    public var diagnostics: [Diagnostic]

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of error.
    ///   - message: What went wrong and what to do.
    ///   - diagnostics: Every fault that was found.
    public init(_ code: Code, _ message: String, diagnostics: [Diagnostic] = []) {
        self.code = code
        self.message = message
        self.diagnostics = diagnostics
    }

    /// A kind of error; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// The text is not JSON.
        public static let malformedJSON = Code("malformedJSON")
        /// The policy has faults; the diagnostics name them all.
        public static let invalidPolicy = Code("invalidPolicy")
        /// Settings in the environment have faults; the diagnostics name the variables.
        public static let invalidEnvironment = Code("invalidEnvironment")
        /// No version of the policy with that digest is remembered.
        public static let unknownDigest = Code("unknownDigest")
        /// A line of a log, or a case of a file of cases, cannot be read.
        public static let malformedRecord = Code("malformedRecord")
    }
}

extension RoutingPolicyError: CustomStringConvertible {
    /// The message, and each fault on a line of its own.
    public var description: String {
        ([message] + diagnostics.map { "  \($0)" }).joined(separator: "\n")
    }
}
