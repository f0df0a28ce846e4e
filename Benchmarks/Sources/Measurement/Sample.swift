// SPDX-License-Identifier: Apache-2.0

/// The values that several runs of one measurement gave.
public struct Sample: Sendable {
    /// The values in ascending order; at least one.
    public let sorted: [Double]

    /// Creates a sample.
    ///
    /// - Parameter values: At least one value.
    public init(_ values: [Double]) {
        precondition(!values.isEmpty, "a sample needs a value")
        self.sorted = values.sorted()
    }

    /// The middle value, or the mean of the two in the middle.
    public var median: Double { (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2 }

    /// The least value.
    public var minimum: Double { sorted[0] }

    /// The greatest value.
    public var maximum: Double { sorted[sorted.count - 1] }

    /// The arithmetic mean.
    public var mean: Double { sorted.reduce(0, +) / Double(sorted.count) }

    /// The value below which a share of the others lies.
    ///
    /// - Parameter share: Of 0...1, such as 0.95.
    /// - Returns: One of the values.
    public func percentile(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// The sample of other values that are computed from these.
    public func map(_ transform: (Double) -> Double) -> Sample { Sample(sorted.map(transform)) }
}
