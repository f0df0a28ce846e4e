// SPDX-License-Identifier: Apache-2.0
import Testing
import VDRMaxSim

struct ScoreExplanationTests {
    @Test("names for each row of the query its best row, its score and its share, and adds up to the score")
    func contributions() throws {
        let query = try MultiVector(rows: [[1, 0], [0, 1], [2, 0]])
        let document = try MultiVector(rows: [[0.5, 0], [0.25, 1], [1.5, 0]])
        let explanation = try MaxSim.explain(query, document)
        #expect(explanation.contributions.map(\.match.documentRow) == [2, 1, 2])
        #expect(explanation.contributions.map(\.match.score) == [1.5, 1, 3])
        #expect(explanation.score == 5.5)
        #expect(explanation.score == (try MaxSim.score(query, document)))
        for (contribution, share) in zip(explanation.contributions, [1.5 / 5.5, 1 / 5.5, 3 / 5.5] as [Float]) {
            #expect(abs(contribution.share - share) < 1e-6)
        }
        #expect(explanation.strongestFirst.map(\.match.queryRow) == [2, 0, 1])
    }

    @Test(
        "shares are of what speaks for the document, whatever speaks against it",
        arguments: [
            ([3, -2, 1], [0.75, 0, 0.25]), ([-1, -2], [0, 0]), ([0, 0], [0, 0]), ([0, 2], [0, 1]), ([], []),
            ([3e38, 3e38], [0.5, 0.5]),
        ] as [([Float], [Float])])
    func shares(scores: [Float], expected: [Float]) {
        let matches = scores.enumerated().map { RowMatch(queryRow: $0, documentRow: 0, score: $1) }
        #expect(ScoreExplanation(matches: matches).contributions.map(\.share) == expected)
    }

    @Test("equal contributions keep the order of the query")
    func ties() {
        let matches = [1, 2, 2, 1].enumerated().map { RowMatch(queryRow: $0, documentRow: 0, score: $1) }
        #expect(ScoreExplanation(matches: matches).strongestFirst.map(\.match.queryRow) == [1, 2, 0, 3])
    }
}
