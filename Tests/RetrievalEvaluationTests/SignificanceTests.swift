// SPDX-License-Identifier: Apache-2.0
import RetrievalEvaluation
import TestSupport
import Testing

struct SignificanceTests {
    @Test("the exact p value equals that of scipy", arguments: GoldenCollections.golden.permutations.indices)
    func equalsReference(index: Int) {
        let golden = GoldenCollections.golden.permutations[index]
        let test = RandomisationTest(differences: golden.differences)
        #expect(test.isExact)
        #expect(abs(test.pValue - golden.p) < 1e-12)
    }

    @Test("Darwin's plants have the p value that Fisher found, 1726 of 32768")
    func darwin() {
        let differences: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
        #expect(RandomisationTest(differences: differences).pValue == 1726.0 / 32768)
    }

    @Test("up to 12 queries the p value equals a count over all sign patterns", arguments: 0...12)
    func equalsEnumeration(count: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        // Few distinct tenths, so that sums tie, but not in binary: rounding must not separate them.
        let differences = (0..<count).map { _ in Double(Int.random(in: -5...7, using: &generator)) / 10 }
        let observed = abs(differences.reduce(0, +))
        let extremes = (0..<(1 << count)).count { pattern in
            let sum = differences.indices.reduce(0.0) { $0 + (pattern >> $1 & 1 == 0 ? 1 : -1) * differences[$1] }
            return abs(sum) >= observed - 1e-9
        }
        let test = RandomisationTest(differences: differences, samples: 4_096)
        #expect(test.isExact)
        #expect(test.pValue == Double(extremes) / Double(1 << count))
    }

    @Test("the drawn p value approaches the exact one and repeats with its seed", arguments: 1...5)
    func sampling(seed: UInt64) {
        let differences = GoldenCollections.golden.permutations[0].differences
        let exact = RandomisationTest(differences: differences, samples: 1 << 15).pValue
        let samples = (1 << 15) - 1
        let drawn = RandomisationTest(differences: differences, samples: samples, seed: seed)
        #expect(!drawn.isExact)
        #expect(drawn.assignments == samples)
        let error = (exact * (1 - exact) / Double(samples)).squareRoot()
        #expect(abs(drawn.pValue - exact) < 4 * error)
        #expect(drawn == RandomisationTest(differences: differences, samples: samples, seed: seed))
        #expect(drawn != RandomisationTest(differences: differences, samples: samples, seed: seed + 100))
    }

    @Test("a drawn p value is never 0: the observed assignment counts")
    func correction() {
        let test = RandomisationTest(differences: Array(repeating: 0.1, count: 200), samples: 99)
        #expect(test.pValue == 0.01)
        #expect(RandomisationTest(differences: []).pValue == 1)
        #expect(RandomisationTest(differences: [0, 0, 0]).pValue == 1)
        #expect(RandomisationTest(differences: Array(repeating: 0.1, count: 10)).pValue == 2.0 / 1024)
    }

    @Test("were both systems equal, p would be spread evenly", arguments: [8, 40])
    func uniformUnderTheNull(count: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        let trials = 600
        let values = (0..<trials).map { trial in
            let differences = (0..<count).map { _ in
                Double.random(in: 0...1, using: &generator) - Double.random(in: 0...1, using: &generator)
            }
            return RandomisationTest(differences: differences, samples: 256, seed: UInt64(trial)).pValue
        }
        for share in [0.05, 0.1, 0.25, 0.5, 0.75, 0.9] {
            let below = Double(values.count { $0 <= share }) / Double(trials)
            // Four standard errors, and the coarseness of p.
            let slack = 4 * (share * (1 - share) / Double(trials)).squareRoot() + 1.0 / 128
            #expect(abs(below - share) < slack, "\(below) of the p values are at most \(share)")
        }
    }

    @Test("the interval of many differences is that of the normal distribution")
    func normalInterval() {
        var generator = SplitMix64(seed: 5)
        let differences = (0..<400).map { _ in Double.random(in: -0.4...0.6, using: &generator) }
        let mean = differences.reduce(0, +) / 400
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400
        let halfWidth = 1.959964 * (variance / 400).squareRoot()
        let interval = BootstrapInterval(differences: differences)
        #expect(interval.level == 0.95)
        #expect(abs(interval.lower - (mean - halfWidth)) < 0.05 * halfWidth)
        #expect(abs(interval.upper - (mean + halfWidth)) < 0.05 * halfWidth)
        let narrower = BootstrapInterval(differences: differences, level: 0.5)
        #expect(interval.lower < narrower.lower && narrower.upper < interval.upper)
        #expect(interval == BootstrapInterval(differences: differences))
        #expect(interval != BootstrapInterval(differences: differences, seed: 1))
    }

    @Test("the interval of equal differences is a point")
    func degenerateInterval() {
        let interval = BootstrapInterval(differences: [0.25, 0.25, 0.25], resamples: 50)
        #expect([interval.lower, interval.upper] == [0.25, 0.25])
        let single = BootstrapInterval(differences: [-0.5], resamples: 1)
        #expect([single.lower, single.upper] == [-0.5, -0.5])
    }
}
