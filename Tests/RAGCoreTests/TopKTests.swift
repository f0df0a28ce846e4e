// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

struct TopKTests {
    @Test("keeps what a full sort would keep, for any capacity", arguments: [0, 1, 2, 7, 100, 1_000])
    func equalsFullSort(capacity: Int) {
        var generator = SplitMix64(seed: UInt64(capacity) + 1)
        // Few distinct scores, so that ties are common.
        let scores = (0..<500).map { _ in Float(generator.next() % 50) }
        var top = TopK(capacity: capacity)
        for (row, score) in scores.enumerated().shuffled(using: &generator) { top.insert(row: row, score: score) }
        let expected = scores.indices
            .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
            .prefix(capacity)
        #expect(top.sorted().map(\.id) == Array(expected))
    }

    @Test("ties keep row order, whatever order they arrive in")
    func tiesKeepRowOrder() {
        var top = TopK(capacity: 2)
        for row in [3, 1, 2, 0] { top.insert(row: row, score: 1) }
        #expect(top.sorted().map(\.id) == [0, 1])
    }

    @Test("a score that is not a number never enters")
    func ignoresNaN() {
        var top = TopK(capacity: 3)
        top.insert(row: 0, score: .nan)
        top.insert(row: 1, score: -.infinity)
        #expect(top.sorted().map(\.id) == [1])
    }

    @Test("the threshold is the worst kept score once full")
    func threshold() {
        var top = TopK(capacity: 2)
        top.insert(row: 0, score: 5)
        #expect(top.threshold == -.infinity)
        top.insert(row: 1, score: 3)
        #expect(top.threshold == 3)
        top.insert(row: 2, score: 4)
        #expect(top.threshold == 4)
        #expect(TopK(capacity: 0).threshold == .infinity)
    }

    @Test("merging two halves equals collecting the whole")
    func merging() {
        var whole = TopK(capacity: 10)
        var halves = [TopK(capacity: 10), TopK(capacity: 10)]
        var generator = SplitMix64(seed: 9)
        for row in 0..<200 {
            let score = Float(generator.next() % 30)
            whole.insert(row: row, score: score)
            halves[row % 2].insert(row: row, score: score)
        }
        halves[0].merge(halves[1])
        #expect(halves[0].sorted() == whole.sorted())
    }
}
