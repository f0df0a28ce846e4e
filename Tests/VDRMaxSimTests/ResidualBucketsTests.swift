// SPDX-License-Identifier: Apache-2.0
import Testing
import _VectorMath

@testable import VDRMaxSim

struct ResidualBucketsTests {
    private var normal: [Float] {
        var noise = GaussianNoise(seed: 1)
        return (0..<40_000).map { _ in noise.next() }.sorted()
    }

    @Test("quantiles part residuals into buckets of equal counts, each with its middle value")
    func quantiles() {
        let buckets = ResidualBuckets(quantilesOf: (0..<400).map { Float($0) }, bits: 2)
        #expect(buckets.cutoffs == [100, 200, 300])
        #expect(buckets.weights == [50, 150, 250, 350])
    }

    @Test(
        "on normal residuals refinement reaches the least error that is possible (Max 1960, table I)",
        arguments: [(2, 0.1175), (4, 0.009497)])
    func optimum(bits: Int, leastError: Double) {
        let values = normal
        var buckets = ResidualBuckets(quantilesOf: values, bits: bits)
        let before = buckets.squaredError(of: values)
        buckets.refine(on: values)
        let after = buckets.squaredError(of: values)
        #expect(after < before)
        #expect(abs(after / leastError - 1) < 0.06)
    }

    @Test("rounded weights are whole steps, at most 127 apart, and cost little", arguments: [2, 4])
    func rounding(bits: Int) {
        let values = normal
        var buckets = ResidualBuckets(quantilesOf: values, bits: bits)
        buckets.refine(on: values)
        let before = buckets.squaredError(of: values)
        let (codes, step) = buckets.roundWeights()
        #expect(codes == codes.sorted())
        #expect(Int(codes[codes.count - 1]) - Int(codes[0]) <= 127)
        #expect(buckets.weights == codes.map { Float($0) * step })
        #expect(buckets.cutoffs == buckets.cutoffs.sorted())
        #expect(buckets.squaredError(of: values) < before * 1.02)
    }

    @Test("residuals that are all alike give weights that are alike", arguments: [Float(0), 3, -2])
    func constant(value: Float) {
        let values = [Float](repeating: value, count: 10)
        var buckets = ResidualBuckets(quantilesOf: values, bits: 4)
        buckets.refine(on: values)
        _ = buckets.roundWeights()
        #expect(buckets.squaredError(of: values) < 1e-3)
    }
}
