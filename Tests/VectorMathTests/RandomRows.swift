// SPDX-License-Identifier: Apache-2.0
import TestSupport
import _VectorMath

extension SplitMix64 {
    /// Rows of values around zero, of very different lengths.
    mutating func rows(_ count: Int, dimension: Int) -> [Float] {
        (0..<count).flatMap { _ in
            let length = Float.random(in: 0.1...3, using: &self)
            return (0..<dimension).map { _ in Float.random(in: -length...length, using: &self) }
        }
    }

    /// Rows of length 1 in directions of which none is more likely than another.
    mutating func directions(_ count: Int, dimension: Int) -> [Float] {
        (0..<count).flatMap { _ -> [Float] in
            // The sum of many uniform numbers is almost normal.
            let values = (0..<dimension).map { _ in
                (0..<8).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1...1, using: &self) }
            }
            let length = dot(values, values).squareRoot()
            return values.map { Float(Double($0) / length) }
        }
    }
}

/// The dot product in double precision.
func dot(_ left: some Sequence<Float>, _ right: some Sequence<Float>) -> Double {
    zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

extension [Float] {
    /// One row of a matrix.
    func row(_ row: Int, dimension: Int) -> ArraySlice<Float> { self[(row * dimension)..<((row + 1) * dimension)] }
}
