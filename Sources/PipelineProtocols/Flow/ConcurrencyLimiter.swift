// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Lets so many operations run at a time; others wait in line, and beyond a bound are turned away.
///
/// The bound is the back-pressure: who is turned away can tell its own caller to come later instead of growing a line
/// without end.
public final class ConcurrencyLimiter: Sendable {
    private let limit: Int
    private let maximumWaiting: Int
    private let state = Mutex(State())

    private struct State {
        var running = 0
        var nextTicket = 0
        var line: [Waiter] = []
    }

    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    /// Creates a limiter.
    ///
    /// - Parameters:
    ///   - limit: The most operations at a time, at least 1.
    ///   - maximumWaiting: The longest line.
    public init(limit: Int, maximumWaiting: Int = .max) {
        precondition(limit >= 1 && maximumWaiting >= 0, "a limiter lets at least 1 operation run")
        self.limit = limit
        self.maximumWaiting = maximumWaiting
    }

    /// Runs an operation as soon as there is room.
    ///
    /// - Parameter operation: The operation.
    /// - Returns: What the operation returns.
    /// - Throws: What the operation throws; ``PipelineError/Code/throttled`` when the line is full, and
    ///   ``PipelineError/Code/cancelled`` when the task is cancelled in line.
    public func run<Result>(_ operation: () async throws -> Result) async throws -> Result {
        try await enter()
        defer { leave() }
        return try await operation()
    }

    /// The operations that run and that wait.
    public var load: (running: Int, waiting: Int) { state.withLock { ($0.running, $0.line.count) } }

    private func enter() async throws(PipelineError) {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let admission: Admission = await withTaskCancellationHandler {
            await wait(for: ticket)
        } onCancel: {
            removeFromLine(ticket)
        }
        switch admission {
        case .entered: return
        case .cancelled: throw PipelineError(.cancelled, "the task was cancelled while it waited for its turn")
        case .turnedAway:
            throw PipelineError(.throttled, "\(maximumWaiting) operations wait already; come back later")
        }
    }

    private enum Admission {
        case entered
        case cancelled
        case turnedAway
    }

    private func wait(for ticket: Int) async -> Admission {
        enum Place {
            case room
            case full
            case line
        }
        if Task.isCancelled { return .cancelled }
        var wasFull = false
        let hasEntered = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            let place: Place = state.withLock { state in
                if state.running < limit {
                    state.running += 1
                    return .room
                }
                guard state.line.count < maximumWaiting else { return .full }
                state.line.append(Waiter(ticket: ticket, continuation: continuation))
                return .line
            }
            switch place {
            case .room: continuation.resume(returning: true)
            case .full:
                wasFull = true
                continuation.resume(returning: false)
            // A task that was cancelled before it stood in line was not found there by its handler.
            case .line: if Task.isCancelled { removeFromLine(ticket) }
            }
        }
        return hasEntered ? .entered : wasFull ? .turnedAway : .cancelled
    }

    private func removeFromLine(_ ticket: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.line.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return state.line.remove(at: place)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func leave() {
        let next = state.withLock { state -> Waiter? in
            guard !state.line.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.line.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}
