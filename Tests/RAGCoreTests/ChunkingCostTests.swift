// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

struct ChunkingCostTests {
    @Test("every token is counted once, however much chunks overlap", arguments: [0, 20, 39])
    func countsOnce(overlap: Int) throws {
        let text = String(repeating: "One two, three. ", count: 500)
        let log = TokenLog()
        _ = try SentenceChunker(maximum: 40, overlap: overlap, measure: log.measure())
            .chunks(of: Document(id: "d", text: text))
        #expect(log.starts.count == 2_500)
        #expect(Set(log.starts).count == 2_500)
    }

    @Test(
        "eight times the text takes about eight times as long",
        arguments: ["One two three. ", "🇩🇪", "e\u{301}", "語", "x", " ", "\r\n"]
    )
    func linear(fragment: String) throws {
        let recursive = try RecursiveChunker(maximum: 100, overlap: 20)
        let sentences = try SentenceChunker(maximum: 100, overlap: 20, measure: .tokens())
        func fastest(repeating count: Int) -> Duration {
            let document = Document(id: "d", text: String(repeating: fragment, count: count))
            let clock = ContinuousClock()
            let runs = (0..<4).map { _ in
                clock.measure {
                    #expect(!recursive.chunks(of: document).isEmpty)
                    #expect(!sentences.chunks(of: document).isEmpty)
                }
            }
            return runs.reduce(runs[0], min)
        }
        // Linear work gives 8 and quadratic work 64; the bound leaves room for a busy machine.
        let count = 12_000 / fragment.utf8.count
        #expect(fastest(repeating: 8 * count) / fastest(repeating: count) < 28)
    }
}
