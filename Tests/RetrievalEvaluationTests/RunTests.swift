// SPDX-License-Identifier: Apache-2.0
import RAGCore
import RetrievalEvaluation
import TestSupport
import Testing

struct RunTests {
    @Test("a repeated document is refused, or its first place kept")
    func duplicates() throws {
        let ranking = ["a", "b", "a", "c", "b"].map { ScoredHit<DocumentID>(id: DocumentID($0), score: 1) }
        let error = #expect(throws: RetrievalEvaluationError.self) { try Run(system: "s", rankings: ["q": ranking]) }
        #expect(error?.code == .duplicateDocument)
        let run = try Run(system: "s", rankings: ["q": ranking], duplicates: .firstKept)
        #expect(run.rankings["q"]?.map(\.id) == ["a", "b", "c"])
    }

    @Test("the order as ranked is what the system gave; that of trec_eval goes by score and descending bytes")
    func orders() throws {
        // In UTF-8 the astral letter comes after U+FFEE, in UTF-16 before it.
        // The last but one is taken as its bytes are, and not composed, which would place it after "f".
        let names = ["B", "b", "\u{FFEE}", "\u{1D6FC}", "ß", "ba", "e\u{301}", "f"]
        var generator = SplitMix64(seed: 3)
        let ranking = names.shuffled(using: &generator).map { ScoredHit<DocumentID>(id: DocumentID($0), score: 1) }
        let first = ScoredHit<DocumentID>(id: "A", score: 2)
        let run = try Run(system: "s", rankings: ["q": ranking + [first]])
        #expect(run.ranking(for: "q") == ranking + [first])
        #expect(
            run.ranking(for: "q", order: .trec)?.map(\.id)
                == ["A", "\u{1D6FC}", "\u{FFEE}", "ß", "f", "e\u{301}", "ba", "b", "B"]
        )
        #expect(run.ranking(for: "other") == nil)
    }

    @Test("scores that are not numbers come last, wherever they stood", arguments: 0..<20)
    func notANumber(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let scores: [(DocumentID, Float)] = [
            ("a", .infinity), ("c", 0), ("b", 0), ("d", -.infinity), ("f", .nan), ("e", -.nan),
        ]
        let ranking = scores.shuffled(using: &generator).map { ScoredHit(id: $0.0, score: $0.1) }
        let run = try Run(system: "s", rankings: ["q": ranking])
        #expect(run.ranking(for: "q", order: .trec)?.map(\.id) == ["a", "c", "b", "d", "f", "e"])
        let evaluation = Evaluation(
            of: run,
            against: ["q": ["e": 1]],
            metrics: [.reciprocalRank],
            rules: .trecEval
        )
        #expect(evaluation.mean(of: .reciprocalRank) == 1.0 / 6)
    }
}
