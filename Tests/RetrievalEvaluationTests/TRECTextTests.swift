// SPDX-License-Identifier: Apache-2.0
import RAGCore
import RetrievalEvaluation
import Testing

struct TRECTextTests {
    @Test(
        "judgements are read whatever separates columns and lines",
        arguments: [
            "q1 0 a 2\nq1 0 b -1\nq2 0 a 0\n",
            "q1\t0\ta\t2\nq1\t0\tb\t-1\nq2\t0\ta\t0",
            "q1 0 a 2\r\nq1 0 b -1\r\n\r\nq2 0 a 0\r\n",
            "\u{FEFF}q1  Q0 \t a  +2 \n   \n\n\tq1 0 b -1\nq2 0 a 0\n",
        ]
    )
    func judgementsAreRead(text: String) throws {
        #expect(try Judgements(parsing: text) == ["q1": ["a": 2, "b": -1], "q2": ["a": 0]])
    }

    @Test(
        "what is wrong with judgements is said with the line",
        arguments: [
            ("q1 0 a 1\nq1 0 b\n", RetrievalEvaluationError.Code.malformedLine, 2),
            ("q1 0 a 1 more\n", .malformedLine, 1),
            ("q1 0 a 1\r\n\r\nq1 a 1\r\n", .malformedLine, 3),
            ("q1 0 a 1.5\n", .invalidGrade, 1),
            ("q1 0 a one\n", .invalidGrade, 1),
            ("q1 0 a 99999999999999999999\n", .invalidGrade, 1),
            ("q1 0 a 1\nq2 0 a 1\nq1 0 a 1\n", .duplicateJudgement, 3),
            // One character in two encodings: canonically equivalent identifiers are one document.
            ("q1 0 \u{E9} 1\nq1 0 e\u{301} 0\n", .duplicateJudgement, 2),
            ("", .emptyText, nil),
            ("\u{FEFF}\r\n \t \n", .emptyText, nil),
        ] as [(String, RetrievalEvaluationError.Code, Int?)]
    )
    func badJudgements(text: String, code: RetrievalEvaluationError.Code, line: Int?) {
        let error = #expect(throws: RetrievalEvaluationError.self) { try Judgements(parsing: text) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.message.hasPrefix("expected") == true)
    }

    @Test("a run is read in the order of its ranks, and of equal ranks in the order of its lines")
    func runIsRead() throws {
        let run = try Run(
            parsing: "q Q0 c 3 0.5 bm25\r\nq\tQ0\ta\t1\t-2e1\tbm25\nq Q0 b 1 inf bm25\nr Q0 a 7 1 bm25\n"
        )
        #expect(run.system == "bm25")
        #expect(run.queries == ["q", "r"])
        #expect(
            run.rankings["q"] == [
                ScoredHit(id: "a", score: -20), ScoredHit(id: "b", score: .infinity), ScoredHit(id: "c", score: 0.5),
            ]
        )
    }

    @Test(
        "what is wrong with a run is said with the line",
        arguments: [
            ("q Q0 a 1 0.5\n", RetrievalEvaluationError.Code.malformedLine, 1),
            ("q Q0 a 1 0.5 x\nq Q0 b first 0.5 x\n", .invalidRank, 2),
            ("q Q0 a 1 nan x\n", .invalidScore, 1),
            ("q Q0 a 1 high x\n", .invalidScore, 1),
            ("q Q0 a 1 2 x\nr Q0 a 1 2 x\nq Q0 a 2 1 x\n", .duplicateDocument, 3),
            ("q Q0 a 1 2 x\nq Q0 a 1 2 y\n", .mixedSystems, 2),
            ("\n\n", .emptyText, nil),
        ] as [(String, RetrievalEvaluationError.Code, Int?)]
    )
    func badRun(text: String, code: RetrievalEvaluationError.Code, line: Int?) {
        let error = #expect(throws: RetrievalEvaluationError.self) { try Run(parsing: text) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.message.hasPrefix("expected") == true)
    }

    @Test("an error shows its line")
    func errorShowsItsLine() {
        let error = #expect(throws: RetrievalEvaluationError.self) { try Judgements(parsing: "q 0 a 1\nq 0 b x") }
        #expect(error?.description == "line 2: expected a whole number as grade, found \"x\"")
    }

    @Test("a run that is written and read is the same run")
    func roundTrip() throws {
        let run = try Run(
            system: "système-1",
            rankings: [
                "問1": [ScoredHit(id: "文", score: 0.1), ScoredHit(id: "é", score: -.infinity)],
                "a": [ScoredHit(id: "x", score: 1 / 3), ScoredHit(id: "y", score: 1e-30)],
            ]
        )
        #expect(try run.trecText().hasPrefix("a Q0 x 1 0.33333334 système-1\na Q0 y 2 1e-30 système-1\n"))
        #expect(try Run(parsing: run.trecText()) == run)
    }

    @Test(
        "a name that would break the columns is not written",
        arguments: [("b m", "q", "d"), ("s", "", "d"), ("s", "q", "d\ne"), ("s", "q", "d\r\n")]
    )
    func unwritableNames(system: String, query: String, document: String) throws {
        let run = try Run(
            system: system,
            rankings: [QueryID(query): [ScoredHit(id: DocumentID(document), score: 1)]]
        )
        let error = #expect(throws: RetrievalEvaluationError.self) { try run.trecText() }
        #expect(error?.code == .unwritableName)
    }

    @Test("a score that is not a number is not written")
    func unwritableScore() throws {
        let run = try Run(system: "s", rankings: ["q": [ScoredHit(id: "d", score: .nan)]])
        let error = #expect(throws: RetrievalEvaluationError.self) { try run.trecText() }
        #expect(error?.code == .invalidScore)
    }
}
