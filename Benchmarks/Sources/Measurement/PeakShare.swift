// SPDX-License-Identifier: Apache-2.0

/// How much of what the arithmetic units can do a piece of work reaches.
///
/// The limit is measured before and after every run: a machine that others use too is slower at some times than at others,
/// and a limit of its best moment says little of work that ran at another.
public struct PeakShare: Sendable {
    /// The work's operations per second of processor time over the greater of the limits on both sides, of each run.
    public let share: Sample

    /// Runs a piece of work on the calling thread once to warm up, and then again and again.
    ///
    /// - Parameters:
    ///   - limit: What it is held against.
    ///   - operations: How many operations one run takes.
    ///   - budget: Seconds after which no further run begins, once there were five.
    ///   - most: The most runs.
    ///   - body: The work.
    public init(
        of limit: MachineLimits.Arithmetic, operations: Double, budget: Double = 3, most: Int = 25,
        _ body: () throws -> Void
    ) rethrows {
        try body()
        var shares: [Double] = []
        let clock = ContinuousClock()
        let start = clock.now
        var before = limit.rate(seconds: Self.seconds)
        while shares.count < 5 || (shares.count < most && (clock.now - start) / .seconds(1) < budget) {
            let rate = operations / (try ThreadClock.measure(body))
            let after = limit.rate(seconds: Self.seconds)
            shares.append(rate / max(before, after))
            before = after
        }
        share = Sample(shares)
    }

    /// How long a limit is measured: several runs of the loop, whose best counts.
    private static let seconds = 0.03
}
