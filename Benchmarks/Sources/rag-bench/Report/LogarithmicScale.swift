// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Maps values to places of an image, equal ratios to equal distances.
struct LogarithmicScale {
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    /// The values that get a line of the grid: 1, 2 and 5 times powers of ten; powers of ten alone where those were too many.
    let ticks: [Double]

    /// Makes a scale that holds all values, from one tick to another; `nil` unless there is a value and all are positive.
    ///
    /// - Parameters:
    ///   - values: Positive values.
    ///   - start: Where the lowest tick is.
    ///   - end: Where the highest tick is.
    init?(_ values: [Double], from start: Double, to end: Double) {
        guard let least = values.min(), let most = values.max(), least > 0 else { return nil }
        let decades = Int(log10(least).rounded(.down))...Int(log10(most).rounded(.up))
        let steps: [Double] = decades.count > 4 ? [1] : [1, 2, 5]
        let candidates = decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
        let low = candidates.last { $0 <= least } ?? least
        let high = candidates.first { $0 >= most && $0 > low } ?? most
        self.low = low
        self.high = high
        self.start = start
        self.end = end
        ticks = candidates.filter { (low...high).contains($0) }
    }

    /// The place of a value.
    func place(of value: Double) -> Double {
        start + (end - start) * log(value / low) / log(high / low)
    }
}
