// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Spreads calls over time: so many a second, and so many at once after a pause.
///
/// It is a token bucket in its "virtual scheduling" form (ITU-T I.371, the generic cell rate algorithm), which keeps one
/// moment and no timer. Callers are served in the order in which they ask.
public final class RateLimiter: Sendable {
    private let clock: any PipelineClock
    private let interval: Duration
    private let tolerance: Duration
    /// When the next call would be due if calls came evenly.
    private let nextDue: Mutex<Duration>

    /// Creates a limiter.
    ///
    /// - Parameters:
    ///   - rate: Calls a second, above 0.
    ///   - burst: Calls at once after a pause, at least 1.
    ///   - clock: What time it is.
    public init(rate: Double, burst: Int = 1, clock: any PipelineClock = SystemPipelineClock()) {
        precondition(rate > 0 && burst >= 1, "a limiter needs a rate above 0 and a burst of at least 1")
        self.clock = clock
        self.interval = .seconds(1 / rate)
        self.tolerance = interval * (burst - 1)
        self.nextDue = Mutex(.zero)
    }

    /// Takes a place if there is one now.
    ///
    /// - Returns: `nil` where the call may be made, or how long until one could be.
    public func tryAcquire() -> Duration? {
        let now = clock.elapsed
        return nextDue.withLock { due in
            let wait = due - tolerance - now
            guard wait <= .zero else { return wait }
            due = max(due, now) + interval
            return nil
        }
    }

    /// Takes a place and waits until it comes.
    ///
    /// - Throws: `CancellationError` when the task is cancelled meanwhile; the place stays taken, so that those behind
    ///   keep theirs.
    public func acquire() async throws {
        let now = clock.elapsed
        let start = nextDue.withLock { due in
            let start = max(due - tolerance, now)
            due = max(due, now) + interval
            return start
        }
        if start > now { try await clock.sleep(until: start) }
    }
}
