// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Holds the policy in force: swapped in one step, kept when a reload is bad, rolled back to any earlier digest.
///
/// - A decision sees exactly one policy. Once a change has returned, no decision that begins carries the old digest.
/// - A policy that cannot be used is refused as a whole; the one before stays in force and the log tells.
/// - ``decide(_:at:)`` takes a lock for as long as it takes to copy a reference. A ``Reader``, one for each thread or task
///   that decides a lot, takes it only after a change.
public final class PolicyStore: Sendable {
    private let state: Mutex<State>
    /// Grows with every change of what is in force, after it is in force.
    fileprivate let version = Atomic<Int>(0)
    private let capacity: Int

    /// Creates a store.
    ///
    /// - Parameters:
    ///   - document: The first policy.
    ///   - now: When it is, for the log.
    ///   - capacity: How many policies, and how many entries of the log, are remembered.
    /// - Throws: ``RoutingPolicyError`` where the policy cannot be used.
    /// - Precondition: `capacity` is at least 1.
    public init(_ document: PolicyDocument, at now: PolicyInstant, capacity: Int = 100) throws(RoutingPolicyError) {
        precondition(capacity >= 1, "a store remembers at least the policy in force")
        let snapshot = try PolicySnapshot(document)
        self.capacity = capacity
        state = Mutex(State(snapshot, at: now))
    }

    /// The policy in force.
    public var current: PolicySnapshot { state.withLock { $0.current } }

    /// The log of changes, oldest first.
    public var changes: [PolicyChange] { state.withLock { $0.changes } }

    /// Decides by the policy in force.
    ///
    /// - Parameters:
    ///   - context: Who asks, and what is known of the document.
    ///   - now: When it is.
    /// - Returns: The decision.
    public func decide(_ context: RoutingContext, at now: PolicyInstant) -> Decision {
        current.decide(context, at: now)
    }

    /// Puts another policy in force.
    ///
    /// The policy is compiled before the lock is taken, so decisions never wait for it.
    ///
    /// - Parameters:
    ///   - document: The policy.
    ///   - now: When it is, for the log.
    ///   - note: Who does it and why, for the log.
    /// - Returns: The entry of the log.
    /// - Throws: ``RoutingPolicyError`` where the policy cannot be used; the log has its faults then, and the policy
    ///   before stays in force.
    @discardableResult
    public func update(
        to document: PolicyDocument,
        at now: PolicyInstant,
        note: String = ""
    ) throws(RoutingPolicyError) -> PolicyChange {
        let snapshot: PolicySnapshot
        do throws(RoutingPolicyError) {
            snapshot = try PolicySnapshot(document)
        } catch {
            refuse(error, at: now, note: note)
            throw error
        }
        return swap { $0.put(snapshot, .update, at: now, note: note) }
    }

    /// Logs a policy that could not even be read; the one before stays in force.
    ///
    /// - Parameters:
    ///   - error: What was wrong with it.
    ///   - now: When it is.
    ///   - note: Where it came from.
    public func refuse(_ error: RoutingPolicyError, at now: PolicyInstant, note: String = "") {
        let lines = [error.message] + error.diagnostics.map(\.description)
        _ = state.withLock { $0.log(.refusal, at: now, note: note, previous: $0.current.digest, lines, capacity) }
    }

    /// Puts an earlier policy in force again, without compiling anything.
    ///
    /// - Parameters:
    ///   - digest: The policy's digest.
    ///   - now: When it is, for the log.
    ///   - note: Who does it and why, for the log.
    /// - Returns: The entry of the log.
    /// - Throws: ``RoutingPolicyError`` with the code `unknownDigest` where no such policy is remembered.
    @discardableResult
    public func rollBack(
        to digest: PolicyDigest,
        at now: PolicyInstant,
        note: String = ""
    ) throws(RoutingPolicyError) -> PolicyChange {
        let snapshot = state.withLock { state in state.remembered.last { $0.digest == digest } }
        guard let snapshot else {
            let known = state.withLock { $0.remembered.map(\.digest.short) }.joined(separator: ", ")
            throw RoutingPolicyError(
                .unknownDigest,
                "No policy with the digest \(digest.short) is remembered; there are \(known)."
            )
        }
        return swap { $0.put(snapshot, .rollback, at: now, note: note) }
    }

    /// Sets the route of every decision of this process by hand, or ends that.
    ///
    /// - Parameters:
    ///   - override: The override, or `nil` to end one.
    ///   - now: When it is, for the log.
    public func setProcessOverride(_ override: Override?, at now: PolicyInstant) {
        _ = swap { $0.override(override, at: now) }
    }

    /// A reader for one thread or task.
    public func makeReader() -> Reader { Reader(self) }

    fileprivate func load() -> (snapshot: PolicySnapshot, version: Int) {
        state.withLock { ($0.current, version.load(ordering: .relaxed)) }
    }

    /// Changes what is in force, and then tells the readers, both under the lock.
    private func swap(_ change: (inout State) -> PolicyChange) -> PolicyChange {
        state.withLock { state in
            let entry = change(&state)
            state.trim(to: capacity)
            version.add(1, ordering: .releasing)
            return entry
        }
    }
}

extension PolicyStore {
    /// Decides by the policy in force without a lock, except for the first decision after a change.
    ///
    /// It is a value for one thread or task; each makes its own. Its decisions count references on an object of its own,
    /// so that readers do not contend for one cache line.
    public struct Reader: Sendable {
        private let store: PolicyStore
        private var snapshot: PolicySnapshot
        private var version: Int

        fileprivate init(_ store: PolicyStore) {
            self.store = store
            let loaded = store.load()
            snapshot = loaded.snapshot.overriding(with: loaded.snapshot.processOverride)
            version = loaded.version
        }

        /// Decides by the policy in force.
        ///
        /// - Parameters:
        ///   - context: Who asks, and what is known of the document.
        ///   - now: When it is.
        /// - Returns: The decision.
        public mutating func decide(_ context: RoutingContext, at now: PolicyInstant) -> Decision {
            if store.version.load(ordering: .acquiring) != version { self = Reader(store) }
            return snapshot.decide(context, at: now)
        }
    }
}
