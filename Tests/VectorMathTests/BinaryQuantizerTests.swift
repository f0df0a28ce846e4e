// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

struct BinaryQuantizerTests {
    /// Codes of rows around a centroid.
    private static func encode(
        _ rows: [Float], around centroid: [Float], _ quantizer: BinaryQuantizer
    ) -> [UInt8] {
        let dimension = quantizer.dimension
        let residuals = rows.indices.map { rows[$0] - centroid[$0 % dimension] }
        let count = rows.count / dimension
        var blocks = [UInt8](repeating: 0, count: BinaryQuantizer.byteCount(rows: count, dimension: dimension))
        var span = blocks.mutableSpan
        let turned = quantizer.rotated(residuals.span)
        let turnedCentroid = quantizer.rotated(centroid.span)
        quantizer.encode(residuals: turned.span, centroid: turnedCentroid.span, into: &span)
        return blocks
    }

    private static func estimates(
        _ query: [Float], _ blocks: [UInt8], count: Int, centroid: [Float], errorWeight: Float = 0,
        _ quantizer: BinaryQuantizer
    ) -> [Float] {
        let turned = quantizer.rotated(query.span)
        var estimates = [Float](repeating: .nan, count: count)
        var span = estimates.mutableSpan
        BinaryQuery(turned.span).estimates(
            blocks.span, centroidProduct: Float(dot(query, centroid)), errorWeight: errorWeight, into: &span)
        return estimates
    }

    @Test("the mean of estimates over rotations is the product")
    func unbiased() {
        let dimension = 64
        var generator = SplitMix64(seed: 5)
        let rows = generator.directions(8, dimension: dimension)
        let query = generator.directions(1, dimension: dimension)
        let centroid = generator.directions(1, dimension: dimension).map { $0 / 2 }
        let rotations = 400
        var sums = [Double](repeating: 0, count: 8)
        for seed in 0..<UInt64(rotations) {
            let quantizer = BinaryQuantizer(dimension: dimension, seed: seed)
            let blocks = Self.encode(rows, around: centroid, quantizer)
            for (row, estimate) in Self.estimates(query, blocks, count: 8, centroid: centroid, quantizer).enumerated() {
                sums[row] += Double(estimate)
            }
        }
        // One estimate strays by about 0.75 |r| |q| / sqrt(dimension); four standard errors of the mean.
        let bound = 4 * 0.75 * 1.5 / Double(dimension * rotations).squareRoot()
        for row in 0..<8 {
            let product = dot(query, rows.row(row, dimension: dimension))
            #expect(abs(sums[row] / Double(rotations) - product) < bound, "row \(row)")
        }
    }

    @Test("products seldom leave the bounds, which are no wider than they need be", arguments: [32, 100, 384])
    func bounds(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        let quantizer = BinaryQuantizer(dimension: dimension, seed: 1)
        let centroid = generator.directions(1, dimension: dimension).map { $0 / 2 }
        let rows = generator.directions(2000, dimension: dimension)
        let blocks = Self.encode(rows, around: centroid, quantizer)
        var outside = [0, 0]
        for _ in 0..<5 {
            let query = generator.directions(1, dimension: dimension)
            let distance = Float(zip(query, centroid).reduce(0.0) { $0 + pow2(Double($1.0 - $1.1)) }.squareRoot())
            for (number, weight) in [Float(1), BinaryQuery.errorWeight(exceededBy: 0.0287)].enumerated() {
                let upper = Self.estimates(
                    query, blocks, count: 2000, centroid: centroid, errorWeight: weight * distance, quantizer)
                let lower = Self.estimates(
                    query, blocks, count: 2000, centroid: centroid, errorWeight: -weight * distance, quantizer)
                for row in 0..<2000 {
                    let product = dot(query, rows.row(row, dimension: dimension))
                    if !(Double(lower[row])...Double(upper[row])).contains(product) { outside[number] += 1 }
                }
            }
        }
        // Of normal errors 31.7 % are beyond one standard deviation, 5.7 % beyond 1.9.
        #expect((0.27...0.37).contains(Double(outside[0]) / 10_000), "beyond 1: \(outside[0])")
        #expect((0.035...0.08).contains(Double(outside[1]) / 10_000), "beyond 1.9: \(outside[1])")
    }

    @Test("every level gives the same estimates and offers the same rows", arguments: [1, 7, 32, 33, 100, 384, 1040])
    func levels(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        let quantizer = BinaryQuantizer(dimension: dimension, seed: 2)
        let centroid = generator.rows(1, dimension: dimension)
        for count in [0, 1, 15, 16, 17, 130, 400] {
            let rows = generator.rows(count, dimension: dimension)
            let query = generator.rows(1, dimension: dimension)
            let blocks = Self.encode(rows, around: centroid, quantizer)
            let turned = quantizer.rotated(query.span)
            var first: [Float]?
            atEveryKernelLevel { level in
                let estimates = Self.estimates(
                    query, blocks, count: count, centroid: centroid, errorWeight: 0.5, quantizer)
                #expect(first.map { $0 == estimates } ?? true, "\(level) differs at \(count) rows")
                first = estimates
                var offered = BestRows(9)
                BinaryQuery(turned.span).offer(
                    blocks.span, count: count, centroidProduct: Float(dot(query, centroid)), errorWeight: 0.5,
                    from: 100, to: &offered)
                var expected = BestRows(9)
                expected.offer(estimates.span, from: 100)
                #expect(offered.finish().rows == expected.finish().rows, "\(level) at \(count) rows")
            }
        }
    }

    @Test("a row that is its centroid has an exact estimate, and a bias is added to it")
    func centroids() {
        let quantizer = BinaryQuantizer(dimension: 40, seed: 3)
        var generator = SplitMix64(seed: 3)
        let centroid = generator.rows(1, dimension: 40)
        let query = generator.rows(1, dimension: 40)
        var blocks = [UInt8](repeating: 0, count: BinaryQuantizer.byteCount(rows: 18, dimension: 40))
        let residual = [Float](repeating: 0, count: 40)
        let turned = quantizer.rotated(centroid.span)
        let bias: [Float] = [2.5]
        var span = blocks.mutableSpan
        quantizer.encode(residuals: residual.span, centroid: turned.span, biases: bias.span, into: &span, at: 17)
        let estimates = Self.estimates(
            query, blocks, count: 18, centroid: centroid, errorWeight: 100, quantizer)
        #expect(abs(Double(estimates[17]) - dot(query, centroid) - 2.5) < 1e-5)
    }

    private func pow2(_ value: Double) -> Double { value * value }
}
