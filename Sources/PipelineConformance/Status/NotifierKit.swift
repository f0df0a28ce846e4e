// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a notifier to the law N1; law N2 is about its readers, which ``SimWorld`` tests.
public struct NotifierKit<Bell: Notifier>: Sendable {
    private let make: @Sendable (AdapterContext) async throws -> Bell

    /// Prepares the kit.
    ///
    /// - Parameter make: Makes the adapter.
    public init(make: @escaping @Sendable (AdapterContext) async throws -> Bell) { self.make = make }

    /// Runs the kit.
    ///
    /// - Parameters:
    ///   - seed: What the names depend on.
    ///   - bound: How long a ring may take, in real time.
    /// - Returns: What was found.
    public func run(seed: UInt64, within bound: Duration = .seconds(2)) async -> ConformanceReport {
        var violations: [Violation] = []
        do {
            let context = AdapterContext(clock: ManualClock(), storage: StorageName.next("notifier", seed: seed))
            let bell = try await make(context)
            let topics: [Topic] = [.queue("a"), .feed("a"), .feed("b")]
            let streams = await [bell.rings(of: [topics[0]]), bell.rings(of: Set(topics)), bell.rings(of: [topics[2]])]
            for ring in [[topics[0], topics[2]], [topics[2]], [topics[0], topics[2]]] { await bell.ring(Set(ring)) }
            for (number, stream) in streams.enumerated() {
                let wanted: Set<Topic> = [[topics[0]], [topics[0], topics[2]], [topics[2]]][number]
                let heard = await Self.listen(to: stream, for: wanted, within: bound)
                if !wanted.isSubset(of: heard) {
                    violations.append(Violation(.n1, "listener \(number) heard \(heard), not \(wanted)"))
                }
                if number != 1, !heard.isSubset(of: wanted) {
                    violations.append(Violation(.n1, "listener \(number) heard of \(heard) and listens for \(wanted)"))
                }
            }
        } catch {
            violations.append(Violation(.g1, "the adapter could not be opened: \(error)"))
        }
        return ConformanceReport(kit: "NotifierKit", seed: seed, operations: 6, violations: violations)
    }

    private static func listen(
        to stream: AsyncStream<Topic>, for wanted: Set<Topic>, within bound: Duration
    ) async -> Set<Topic> {
        await withTaskGroup(of: Set<Topic>.self) { group in
            group.addTask {
                var heard: Set<Topic> = []
                for await topic in stream {
                    heard.insert(topic)
                    if wanted.isSubset(of: heard) { break }
                }
                return heard
            }
            group.addTask {
                try? await ContinuousClock().sleep(for: bound)
                return []
            }
            let heard = await group.next() ?? []
            group.cancelAll()
            return heard
        }
    }
}
