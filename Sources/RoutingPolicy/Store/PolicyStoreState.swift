// SPDX-License-Identifier: Apache-2.0

extension PolicyStore {
    /// What a store knows; a plain value behind the store's lock.
    struct State: Sendable {
        private(set) var current: PolicySnapshot
        /// The policies that have been in force, each once, the latest last.
        private(set) var remembered: [PolicySnapshot]
        private(set) var changes: [PolicyChange] = []
        private var nextSequence = 0

        init(_ snapshot: PolicySnapshot, at now: PolicyInstant) {
            current = snapshot
            remembered = [snapshot]
            log(.initial, at: now, note: "", previous: nil, [], 1)
        }

        /// Puts a policy in force; an override of the process outlives it.
        mutating func put(
            _ snapshot: PolicySnapshot,
            _ kind: PolicyChange.Kind,
            at now: PolicyInstant,
            note: String
        ) -> PolicyChange {
            let previous = current
            current = snapshot.overriding(with: previous.processOverride)
            remembered.removeAll { $0.digest == snapshot.digest }
            remembered.append(snapshot)
            let lines = PolicyDiff(from: previous.document, to: snapshot.document).lines
            return log(kind, at: now, note: note, previous: previous.digest, lines, .max)
        }

        mutating func override(_ override: Override?, at now: PolicyInstant) -> PolicyChange {
            let before = current.processOverride?.route.rawValue ?? "none"
            current = current.overriding(with: override)
            let line = "override of the process: \(before) > \(override?.route.rawValue ?? "none")"
            return log(.override, at: now, note: override?.author ?? "", previous: current.digest, [line], .max)
        }

        /// Appends an entry to the log.
        @discardableResult
        mutating func log(
            _ kind: PolicyChange.Kind,
            at now: PolicyInstant,
            note: String,
            previous: PolicyDigest?,
            _ lines: [String],
            _ capacity: Int
        ) -> PolicyChange {
            let entry = PolicyChange(
                sequence: nextSequence,
                instant: now,
                kind: kind,
                previous: previous,
                digest: current.digest,
                note: note,
                lines: lines
            )
            nextSequence += 1
            changes.append(entry)
            trim(to: max(capacity, 1))
            return entry
        }

        /// Forgets the oldest policies and entries.
        mutating func trim(to capacity: Int) {
            if remembered.count > capacity { remembered.removeFirst(remembered.count - capacity) }
            if changes.count > capacity { changes.removeFirst(changes.count - capacity) }
        }
    }
}
