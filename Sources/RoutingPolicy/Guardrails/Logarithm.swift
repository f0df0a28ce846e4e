// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The natural logarithm and its inverse, from the C library.
enum Logarithm {
    /// The natural logarithm.
    static func natural(_ number: Double) -> Double { log(number) }

    /// The inverse of the natural logarithm.
    static func exponential(_ number: Double) -> Double { exp(number) }

    /// The logarithm of the mean of numbers that are given by their logarithms.
    static func logMeanExp(_ logarithms: [Double]) -> Double {
        guard let largest = logarithms.max(), largest.isFinite else { return logarithms.max() ?? 0 }
        let sum = logarithms.reduce(0) { $0 + exp($1 - largest) }
        return largest + log(sum / Double(logarithms.count))
    }
}
