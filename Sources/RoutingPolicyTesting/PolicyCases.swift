// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials
public import RoutingPolicy

/// Expected decisions, against which a policy is tested like any other code.
///
/// With Swift Testing a policy is tested in three lines:
/// ```swift
/// let cases = try PolicyCases(contentsOf: "Policies/async-rag.cases.json")
/// let failures = try cases.failures(in: policy)
/// #expect(failures.isEmpty, "\(failures)")
/// ```
public struct PolicyCases: Hashable, Sendable {
    /// The cases in the order of the file.
    public var cases: [PolicyCase]

    /// Creates a collection of cases.
    ///
    /// - Parameter cases: The cases.
    public init(_ cases: [PolicyCase]) { self.cases = cases }

    /// Reads cases from JSON: an object whose `cases` are such as ``PolicyCase`` describes.
    ///
    /// - Parameter json: The JSON text in UTF-8.
    /// - Throws: `RoutingPolicyError` with the code `malformedRecord`.
    public init(json: Data) throws(RoutingPolicyError) {
        do {
            cases = try JSONDecoder().decode(File.self, from: json).cases
        } catch {
            throw RoutingPolicyError(.malformedRecord, "The cases cannot be read: \(error)")
        }
    }

    /// Reads cases from a file of JSON.
    ///
    /// - Parameter path: The file's path.
    /// - Throws: What reading the file throws, and `RoutingPolicyError` with the code `malformedRecord`.
    public init(contentsOf path: String) throws {
        try self.init(json: Data(contentsOf: URL(filePath: path)))
    }

    /// The number of cases.
    public var count: Int { cases.count }

    /// Decides every case.
    ///
    /// - Parameter policy: The policy under test.
    /// - Returns: The cases that came out otherwise, each with its trace.
    /// - Throws: `RoutingPolicyError` where the policy, or a case's version of it, cannot be used.
    public func failures(in policy: PolicyDocument) throws(RoutingPolicyError) -> [Failure] {
        let shared = try PolicySnapshot(policy)
        var failures: [Failure] = []
        for (index, expectation) in cases.enumerated() {
            let adjusted = expectation.adjusted(policy)
            let snapshot = adjusted == policy ? shared : try PolicySnapshot(adjusted)
            let trace = snapshot.explain(expectation.context, at: expectation.instant)
            let isExpectedRule = expectation.expectedRule.map { $0 == trace.decision.ruleID } ?? true
            guard trace.decision.route != expectation.expected || !isExpectedRule else { continue }
            failures.append(Failure(index: index, expectation: expectation, trace: trace))
        }
        return failures
    }

    /// A case that came out otherwise than expected.
    public struct Failure: Sendable, CustomStringConvertible {
        /// The place of the case in its file, from 0.
        public let index: Int

        /// The case.
        public let expectation: PolicyCase

        /// How the decision came about.
        public let trace: Trace

        /// What was expected, what came out, and the trace.
        public var description: String {
            let rule = expectation.expectedRule.map { " by \($0)" } ?? ""
            return "case \(index): expected \(expectation.expected)\(rule), got \(trace.decision.route)"
                + " by \(trace.decision.ruleID)\n\(trace)"
        }
    }

    private struct File: Decodable {
        let cases: [PolicyCase]
    }
}
