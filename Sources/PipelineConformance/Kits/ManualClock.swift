// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols
public import StatusModel
internal import Synchronization

/// A clock that moves only when it is told to.
public final class ManualClock: PipelineClock {
    private let state: Mutex<State>

    private struct State {
        var elapsed: Duration
        var wallTime: WallTime
        var nextSleeper = 0
        var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    /// Creates a clock that stands still.
    ///
    /// - Parameters:
    ///   - elapsed: The first reading of the steady clock.
    ///   - wallTime: The first reading of the wall clock.
    public init(
        elapsed: Duration = .seconds(1_000), wallTime: WallTime = WallTime(millisecondsSince1970: 1_700_000_000_000)
    ) {
        self.state = Mutex(State(elapsed: elapsed, wallTime: wallTime))
    }

    /// The reading of the steady clock.
    public var elapsed: Duration { state.withLock { $0.elapsed } }

    /// The reading of the wall clock.
    public var wallTime: WallTime { state.withLock { $0.wallTime } }

    /// Moves both clocks, and wakes whoever slept until then.
    ///
    /// - Parameter duration: How far; not negative.
    public func advance(by duration: Duration) {
        precondition(duration >= .zero, "a steady clock never goes back")
        let woken = state.withLock { state in
            state.elapsed += duration
            state.wallTime = state.wallTime.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.elapsed }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Moves the wall clock alone, as when someone sets it.
    ///
    /// - Parameter duration: How far; may be negative.
    public func jumpWallTime(by duration: Duration) {
        state.withLock { $0.wallTime = $0.wallTime.advanced(by: duration) }
    }

    /// Waits until the clock was moved to a moment.
    ///
    /// - Parameter deadline: The moment, as a value of ``elapsed``.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    public func sleep(until deadline: Duration) async throws {
        let number = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isDue = state.withLock { state in
                    guard state.elapsed < deadline else { return true }
                    state.sleepers[number] = (deadline, continuation)
                    return false
                }
                if isDue { continuation.resume() } else if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { $0.sleepers.removeValue(forKey: number) }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
