// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

struct HadamardRotationTests {
    private static let dimensions = [1, 2, 3, 15, 16, 33, 96, 100, 384, 768, 1_023, 1_024, 4_096]

    @Test("lengths and dot products stay", arguments: dimensions)
    func orthogonality(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        let rotation = HadamardRotation(dimension: dimension, seed: 42)
        let rows = generator.directions(4, dimension: dimension)
        let turned = rotation.rotated(rows.span)
        for left in 0..<4 {
            for right in 0..<4 {
                let before = dot(rows.row(left, dimension: dimension), rows.row(right, dimension: dimension))
                let after = dot(turned.row(left, dimension: dimension), turned.row(right, dimension: dimension))
                #expect(abs(before - after) < 1e-5)
            }
        }
    }

    @Test("every level turns into the same bits, and the seed decides them", arguments: dimensions)
    func determinism(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        let rows = generator.rows(3, dimension: dimension)
        let expected = HadamardRotation(dimension: dimension, seed: 1).rotated(rows.span)
        atEveryKernelLevel { level in
            #expect(HadamardRotation(dimension: dimension, seed: 1).rotated(rows.span) == expected, "\(level)")
        }
        if dimension > 16 { #expect(HadamardRotation(dimension: dimension, seed: 2).rotated(rows.span) != expected) }
    }

    @Test("a vector of one value is spread over all coordinates", arguments: [96, 100, 384, 768, 1_000])
    func spreading(dimension: Int) {
        for place in [0, dimension / 2, dimension - 1] {
            var vector = [Float](repeating: 0, count: dimension)
            vector[place] = 1
            let turned = HadamardRotation(dimension: dimension, seed: 7).rotated(vector.span)
            // The greatest of so many normal values of variance 1 / dimension stays below six of their deviations.
            let greatest = turned.reduce(0) { max($0, $1.magnitude) }
            #expect(greatest < 6 / Float(dimension).squareRoot(), "from \(place)")
        }
    }
}
