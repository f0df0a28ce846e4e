// SPDX-License-Identifier: Apache-2.0

/// How much of what the arithmetic units can do a piece of work reaches.
///
/// The limit is measured before and after every run: a machine that others use too is slower at some times than at others,
/// and a limit of its best moment says little of work that ran at another.
public struct PeakShare: Sendable {
    /// The work's operations per second of processor time over the greater of the limits on both sides, of each run.
    public let share: Sample

    /// Runs a piece of work on the calling thread to warm up, and then again and again.
    ///
    /// A sample is as many runs as last about as long as the limit's measurement, so that short work finds the caches as it
    /// left them.
    ///
    /// - Parameters:
    ///   - limit: What it is held against.
    ///   - operations: How many operations one run takes.
    ///   - budget: Seconds after which no further sample begins, once there were three.
    ///   - most: The most samples.
    ///   - body: The work.
    public init(
        of limit: MachineLimits.Arithmetic, operations: Double, budget: Double = 3, most: Int = 25,
        _ body: () throws -> Void
    ) rethrows {
        let once = try min(ThreadClock.measure(body), ThreadClock.measure(body))
        let runs = max(1, Int(Self.seconds / once))
        var shares: [Double] = []
        let clock = ContinuousClock()
        let start = clock.now
        var before = limit.rate(seconds: Self.seconds)
        while shares.count < 3 || (shares.count < most && (clock.now - start) / .seconds(1) < budget) {
            let rate = operations * Double(runs) / (try ThreadClock.measure { for _ in 0..<runs { try body() } })
            let after = limit.rate(seconds: Self.seconds)
            shares.append(rate / max(before, after))
            before = after
        }
        share = Sample(shares)
    }

    /// How long a limit is measured: several runs of the loop, whose best counts.
    private static let seconds = 0.03
}
