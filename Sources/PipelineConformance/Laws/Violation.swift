// SPDX-License-Identifier: Apache-2.0

/// A broken law, and how it was broken.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// The law.
    public var law: Law

    /// What was expected and what happened.
    public var message: String

    /// The shortest history found that breaks it, a call a line.
    public var history: [String]

    /// The law, what happened, and the history.
    public var description: String {
        "\(law)\n  \(message)" + history.map { "\n    \($0)" }.joined()
    }

    init(_ law: Law, _ message: String, history: [String] = []) {
        self.law = law
        self.message = message
        self.history = history
    }
}

/// What a kit found out about an adapter.
public struct ConformanceReport: Sendable, CustomStringConvertible {
    /// The kit.
    public var kit: String

    /// The seed that repeats the run.
    public var seed: UInt64

    /// The calls that were made.
    public var operations: Int

    /// The laws that were broken; empty for an adapter that conforms as far as this run can tell.
    public var violations: [Violation]

    /// Whether no law was broken.
    public var isConforming: Bool { violations.isEmpty }

    /// The kit, the seed and each violation with its history.
    public var description: String {
        let verdict = isConforming ? "conforms" : "\(violations.count) law(s) broken"
        return "\(kit), seed \(seed), \(operations) operations: \(verdict)"
            + violations.map { "\n\($0)" }.joined()
    }
}
