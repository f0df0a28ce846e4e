// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
internal import Synchronization

/// A doorbell within one process.
public final class InMemoryNotifier: Notifier {
    private let state = Mutex(State())

    private struct State {
        var nextListener = 0
        var listeners: [Int: Listener] = [:]
    }

    private struct Listener {
        var topics: Set<Topic>
        var continuation: AsyncStream<Topic>.Continuation
    }

    /// Creates a doorbell that nobody listens to.
    public init() {}

    /// Rings for topics; see ``Notifier/ring(_:)``.
    ///
    /// - Parameter topics: What there is news of.
    public func ring(_ topics: Set<Topic>) async {
        let woken = state.withLock { Array($0.listeners.values) }
        for listener in woken {
            for topic in topics.intersection(listener.topics) { listener.continuation.yield(topic) }
        }
    }

    /// Listens; see ``Notifier/rings(of:)``.
    ///
    /// - Parameter topics: What to listen for.
    /// - Returns: The topics that rang; a reader that is slow misses the oldest.
    public func rings(of topics: Set<Topic>) async -> AsyncStream<Topic> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Topic.self, bufferingPolicy: .bufferingNewest(16 * max(topics.count, 1)))
        let number = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = Listener(topics: topics, continuation: continuation)
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in self?.remove(number) }
        return stream
    }

    private func remove(_ number: Int) {
        state.withLock { $0.listeners[number] = nil }
    }
}
