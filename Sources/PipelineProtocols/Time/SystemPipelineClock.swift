public import StatusModel

// SPDX-License-Identifier: Apache-2.0
#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The clock of the machine.
///
/// ``elapsed`` goes on while the machine sleeps and starts anew when it boots.
public struct SystemPipelineClock: PipelineClock {
    /// Creates the clock.
    public init() {}

    /// Time since the machine booted.
    public var elapsed: Duration {
        #if canImport(Darwin)
        Self.read(CLOCK_MONOTONIC)
        #else
        Self.read(CLOCK_BOOTTIME)
        #endif
    }

    /// The machine's wall time.
    public var wallTime: WallTime {
        WallTime(millisecondsSince1970: 0).advanced(by: Self.read(CLOCK_REALTIME))
    }

    /// Waits until a moment.
    ///
    /// - Parameter deadline: The moment, as a value of ``elapsed``.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    public func sleep(until deadline: Duration) async throws {
        try await ContinuousClock().sleep(for: max(deadline - elapsed, .zero))
    }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        let status = unsafe clock_gettime(clock, &time)
        precondition(status == 0, "the machine has no clock \(clock)")
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
