// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import HybridSearch

struct SufficientGapTests {
    /// Queries whose ten neighbours lie near or far together, as those of one query do.
    private static func sample(_ count: Int, _ generator: inout SplitMix64) -> [[Float]] {
        (0..<count).map { _ in
            let reach = Float.random(in: 0..<1, using: &generator)
            return (0..<10).map { _ in reach * Float.random(in: 0..<1, using: &generator) }
        }
    }

    private static func recall(_ needed: [[Float]], within gap: Float) -> Double {
        let all = needed.joined()
        return Double(all.count { $0 <= gap }) / Double(all.count)
    }

    @Test("other queries find what was asked for more often than not", arguments: [0.8, 0.9, 0.95, 0.99])
    func heldOut(recall: Double) {
        var generator = SplitMix64(seed: 11)
        let others = Self.sample(4_000, &generator)
        let reached = (0..<40).count { _ in
            let gap = SufficientGap(Self.sample(200, &generator)).gap(recall: recall)
            return Self.recall(others, within: gap) >= recall
        }
        // One standard error is enough for 84 of 100 samples; without it there are 50.
        #expect(reached > 27)
    }

    @Test("queries that agree need no margin, and a gap for all neighbours is that of the farthest")
    func agreement() {
        let alike = SufficientGap(Array(repeating: [4, 1, 3, 2], count: 50))
        #expect(alike.gap(recall: 0.75) == 3)
        #expect(alike.gap(recall: 1) == 4)
        #expect(SufficientGap([]).gap(recall: 0.9) == 0)
        #expect(SufficientGap([[], [5]]).gap(recall: 0.9) == 5)
    }
}
