// SPDX-License-Identifier: Apache-2.0

/// A compiled policy: immutable, shared by reference, named by the digest of its content.
///
/// A decision is a pure function of the snapshot, the context and the moment. There is no clock, environment, randomness
/// or process-dependent hash inside, so the same question has the same answer in every process and on every machine.
///
/// ```swift
/// let snapshot = try PolicySnapshot(.asyncRAG(isEnabled: true, coverage: .percent(5)))
/// let decision = snapshot.decide(RoutingContext(unit: "ada@example.com"), at: now)
/// ```
public struct PolicySnapshot: Sendable {
    let handle: SnapshotHandle

    /// Compiles a policy.
    ///
    /// - Parameter document: The policy.
    /// - Throws: ``RoutingPolicyError`` with the code `invalidPolicy` and every error that ``PolicyDocument/validate()``
    ///   finds; warnings do not matter here.
    /// - Complexity: O(n) in the size of the policy.
    public init(_ document: PolicyDocument) throws(RoutingPolicyError) {
        let errors = document.validate().filter { $0.severity == .error }
        guard errors.isEmpty else {
            throw RoutingPolicyError(
                .invalidPolicy,
                "The policy \"\(document.name)\" cannot be used:",
                diagnostics: errors
            )
        }
        handle = SnapshotHandle(program: ProgramBuilder.compile(document), processOverride: nil)
    }

    init(handle: SnapshotHandle) { self.handle = handle }

    /// The policy that was compiled.
    public var document: PolicyDocument { handle.program.document }

    /// The digest of the policy's content.
    public var digest: PolicyDigest { handle.program.digest }

    /// The route set by hand for this process, if any.
    public var processOverride: Override? { handle.processOverride }

    /// The same policy with a route set by hand for this process.
    ///
    /// - Parameter override: The override, or `nil` to end one. It is not part of the policy: the digest stays.
    /// - Returns: The overridden snapshot, which shares the compiled policy.
    public func overriding(with override: Override?) -> PolicySnapshot {
        PolicySnapshot(handle: SnapshotHandle(program: handle.program, processOverride: override))
    }

    /// Decides where a document goes.
    ///
    /// - Parameters:
    ///   - context: Who asks, and what is known of the document.
    ///   - now: When it is; only windows and ramps ask.
    /// - Returns: The decision, whose reason is put into words only when it is read.
    /// - Complexity: O(rules); nothing is allocated, and a list of any length costs the same.
    public func decide(_ context: RoutingContext, at now: PolicyInstant) -> Decision {
        Decision(handle: handle, facts: context.facts, evaluation: handle.evaluate(context.facts, now))
    }
}

/// What a snapshot refers to: the program, which many may share, and the override of one process.
final class SnapshotHandle: Sendable {
    let program: PolicyProgram
    let processOverride: Override?
    /// The number of the override's route; -1 for none, and for one that the policy does not know.
    private let processRoute: Int32
    private let hasOverride: Bool
    /// Whether there is an override that the policy refuses.
    private let isRefused: Bool

    init(program: PolicyProgram, processOverride: Override?) {
        self.program = program
        self.processOverride = processOverride
        self.processRoute = processOverride.map { program.index(of: $0.route) } ?? -1
        self.hasOverride = processOverride != nil
        self.isRefused = processOverride != nil && (processRoute < 0 || !program.document.allowsOverrides)
    }

    /// Decides, asking the overrides from the narrowest scope to the widest before the rules.
    @inline(__always)
    func evaluate(_ facts: ContextFacts, _ now: PolicyInstant) -> Evaluation {
        if !hasOverride, !facts.hasOverride { return program.evaluate(facts, now) }
        var isRefused = isRefused
        if let override = facts.override {
            let route = program.document.allowsOverrides ? program.index(of: override.route) : -1
            if route >= 0 { return program.overridden(by: route, scope: .request) }
            isRefused = true
        }
        if processRoute >= 0, program.document.allowsOverrides {
            return program.overridden(by: processRoute, scope: .process)
        }
        var evaluation = program.evaluate(facts, now)
        evaluation.hasIgnoredOverride = isRefused
        return evaluation
    }
}
