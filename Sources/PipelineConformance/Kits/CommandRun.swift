// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import Synchronization

/// Runs random commands against a fresh adapter, and looks for the shortest run that still breaks the same law.
///
/// Commands are values that make sense in any order and company, so any part of a run is a run (Zeller and Hildebrandt
/// 2002, "Simplifying and Isolating Failure-Inducing Input", doi:10.1109/32.988498).
struct CommandRun<Command: Sendable>: Sendable {
    /// Runs commands against a fresh adapter and returns the first violation.
    let execute: @Sendable ([Command]) async -> Violation?

    /// The violation of the shortest run found, or `nil` where the whole run breaks no law.
    func violation(of commands: [Command]) async -> Violation? {
        guard var shortest = await execute(commands) else { return nil }
        var remaining = commands
        var part = max(remaining.count / 2, 1)
        var budget = 400
        while budget > 0 {
            var start = 0
            var removedAny = false
            while start < remaining.count, budget > 0 {
                budget -= 1
                let shorter = Array(remaining[..<start] + remaining[min(start + part, remaining.count)...])
                if let found = await execute(shorter), found.law == shortest.law {
                    remaining = shorter
                    shortest = found
                    removedAny = true
                } else {
                    start += part
                }
            }
            if part == 1, !removedAny { break }
            part = max(part / 2, 1)
        }
        return shortest
    }
}

/// Numbers for storages, so that each run of a process has its own.
enum StorageName {
    private static let count = Mutex(0)

    static func next(_ kit: String, seed: UInt64) -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "\(kit)-\(seed)-\(number)"
    }
}
