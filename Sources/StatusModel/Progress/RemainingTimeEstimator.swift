// SPDX-License-Identifier: Apache-2.0
#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Learns how long units of work take and says how long the rest will take: a likely and a safe answer.
///
/// For each kind of work it keeps the mean and the spread of the logarithm of seconds per unit, both exponentially
/// weighted so that old hardware and old models are forgotten. Times of real work are skewed to the right, which a
/// log-normal law fits and a normal one does not. The parts of a remaining job are added by matching the first two
/// moments (Fenton 1960, doi:10.1109/TCOM.1960.1097606), and the median and the 90th percentile are read off the sum.
///
/// ```swift
/// estimator.observe("vdr.embeddingPages/large", units: 40, took: .seconds(31))
/// let estimate = estimator.estimate(rest: [RemainingWork("vdr.embeddingPages/large", units: 12)])
/// ```
public struct RemainingTimeEstimator: Sendable {
    /// The weight of a new observation once there are many; earlier ones are averaged.
    private let weight: Double

    /// What is known of each kind of work.
    private var rates: [String: Rate]

    /// What is known of one kind of work.
    private struct Rate {
        var count = 0
        var mean = 0.0
        var variance = 0.0
    }

    /// Creates an estimator that knows nothing.
    ///
    /// - Parameter weight: The weight of a new observation, above 0 and at most 1; 0.05 remembers about 40.
    public init(weight: Double = 0.05) {
        precondition(weight > 0 && weight <= 1, "the weight of an observation is above 0 and at most 1")
        self.weight = weight
        self.rates = [:]
    }

    /// Learns from finished work.
    ///
    /// - Parameters:
    ///   - kind: A name for work of one speed: stage, model and size class.
    ///   - units: The units done, such as pages; work without units is ignored.
    ///   - duration: How long they took together.
    public mutating func observe(_ kind: String, units: Int, took duration: Duration) {
        let seconds = duration / .seconds(1)
        guard units > 0, seconds > 0 else { return }
        let value = log(seconds / Double(units))
        var rate = rates[kind] ?? Rate()
        rate.count += 1
        let share = max(weight, 1 / Double(rate.count))
        let difference = value - rate.mean
        rate.mean += share * difference
        rate.variance = (1 - share) * (rate.variance + share * difference * difference)
        rates[kind] = rate
    }

    /// Counts what was learned.
    ///
    /// - Parameter kind: The name of the kind of work.
    /// - Returns: The number of observations of it.
    public func observationCount(of kind: String) -> Int { rates[kind]?.count ?? 0 }

    /// Says how long the rest of the work takes.
    ///
    /// - Parameters:
    ///   - queue: The wait before it begins, with one unit for each job ahead.
    ///   - rest: What is left to do, one after the other.
    /// - Returns: An estimate, or `nil` where a part was observed fewer than three times.
    /// - Complexity: O(n) for n parts.
    public func estimate(waiting queue: RemainingWork? = nil, rest: [RemainingWork]) -> TimeEstimate? {
        var mean = 0.0
        var variance = 0.0
        for part in rest + (queue.map { [$0] } ?? []) where part.units > 0 {
            guard let rate = rates[part.kind], rate.count >= 3 else { return nil }
            let count = effectiveCount(rate.count)
            // The spread of a new job around a mean that is itself known only so well.
            let spread = rate.variance * count / max(count - 1, 1) * (1 + 1 / count)
            let partMean = Double(part.units) * exp(rate.mean + spread / 2)
            mean += partMean
            variance += partMean * partMean * (exp(spread) - 1)
        }
        guard mean > 0 else { return TimeEstimate(median: .zero, safe: .zero) }
        let spread = log(1 + variance / (mean * mean))
        let median = log(mean) - spread / 2
        return TimeEstimate(
            median: .seconds(exp(median)), safe: .seconds(exp(median + Self.ninetiethPercentile * spread.squareRoot())))
    }

    /// The number of equally weighted observations that the weighted ones are worth.
    private func effectiveCount(_ count: Int) -> Double { min(Double(count), (2 - weight) / weight) }

    /// The 90th percentile of the standard normal distribution.
    private static let ninetiethPercentile = 1.281_551_565_544_6
}

/// A part of what is left to do.
public struct RemainingWork: Hashable, Sendable {
    /// The name under which such work was observed.
    public var kind: String

    /// The units that are left.
    public var units: Int

    /// Describes a part of what is left.
    ///
    /// - Parameters:
    ///   - kind: The name under which such work was observed.
    ///   - units: The units that are left.
    public init(_ kind: String, units: Int) {
        self.kind = kind
        self.units = units
    }
}

/// How long something will take.
public struct TimeEstimate: Hashable, Sendable, Codable {
    /// Half of such work is done by then.
    public var median: Duration

    /// Nine of ten are done by then.
    public var safe: Duration
}
