// SPDX-License-Identifier: Apache-2.0

/// A point in time on two clocks: that of the calling thread's processor time and that of the wall.
struct Moment {
    let processor: Double
    let wall: ContinuousClock.Instant

    /// Now, on the calling thread.
    static var now: Moment { Moment(processor: ThreadClock.seconds, wall: .now) }

    /// The seconds since then.
    ///
    /// Those of the processor count if the work has not left the thread meanwhile.
    var elapsed: (processor: Double, wall: Double) {
        (ThreadClock.seconds - processor, wall.duration(to: .now) / .seconds(1))
    }
}
