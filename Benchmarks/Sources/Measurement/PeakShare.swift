// SPDX-License-Identifier: Apache-2.0

/// How much of what the arithmetic units can do a piece of work reaches.
///
/// The limit is measured before and after every run: a machine that others use too is slower at some times than at others,
/// and a limit of its best moment says little of work that ran at another.
public struct PeakShare: Sendable {
    /// The work's operations per second of processor time over the greater of the limits on both sides, of each run.
    public let share: Sample

    /// Runs a piece of work, which waits for no other task, to warm up, and then again and again.
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
        _ body: () async throws -> Void
    ) async rethrows {
        var once = Double.infinity
        for _ in 0..<2 {
            let start = Moment.now
            try await body()
            once = min(once, start.elapsed.processor)
        }
        let runs = max(1, Int(Self.seconds / once))
        var shares: [Double] = []
        let begin = ContinuousClock.now
        var before = limit.rate(seconds: Self.seconds)
        while shares.count < 3 || (shares.count < most && begin.duration(to: .now) / .seconds(1) < budget) {
            let start = Moment.now
            for _ in 0..<runs { try await body() }
            let rate = operations * Double(runs) / start.elapsed.processor
            let after = limit.rate(seconds: Self.seconds)
            shares.append(rate / max(before, after))
            before = after
        }
        share = Sample(shares)
    }

    /// How long a limit is measured: several runs of the loop, whose best counts.
    private static let seconds = 0.03
}
