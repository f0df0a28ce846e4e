// SPDX-License-Identifier: Apache-2.0
#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension GradedRanking {
    /// The discounted gain of the ranking over that of the best possible ranking of all judged documents.
    ///
    /// The document at rank r gains `gain(grade) / log2(r + 1)`. The relevance level plays no part.
    func normalizedDiscountedGain(_ gain: Metric.Gain, within cutoff: Int?) -> Double {
        let highest = max(0, judged.first ?? 0)
        let depth = cutoff ?? .max
        let ideal = discountedGain(judged.prefix(depth), gain, highest: highest)
        guard ideal > 0 else { return 0 }
        return discountedGain(grades.prefix(depth).lazy.map { $0 ?? 0 }, gain, highest: highest) / ideal
    }

    private func discountedGain(_ grades: some Sequence<Int>, _ gain: Metric.Gain, highest: Int) -> Double {
        var sum = 0.0
        for (index, grade) in grades.enumerated() where grade > 0 {
            sum += gain.value(of: grade, highest: highest) / log2(Double(index + 2))
        }
        return sum
    }
}

extension Metric.Gain {
    /// The gain of a positive grade, in units that cancel out where gains are divided by each other.
    ///
    /// The exponential gain is given in units of `2^highest`. The unit is a power of two, so no digit changes, and a
    /// grade in the thousands does not overflow.
    fileprivate func value(of grade: Int, highest: Int) -> Double {
        switch self {
        case .linear: Double(grade)
        case .exponential: Self.powerOfTwo(grade - highest) - Self.powerOfTwo(-highest)
        }
    }

    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }
}
