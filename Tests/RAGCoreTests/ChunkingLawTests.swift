// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

/// A size to cut at, and the unit to say it in.
private let sizes: [(maximum: Int, overlap: Int)] = [(1, 0), (2, 1), (5, 0), (7, 3), (20, 19), (40, 8), (1_000, 100)]

struct ChunkingLawTests {
    @Test("every chunker keeps the laws for any text, in Characters", arguments: TextKind.allCases)
    func lawsInCharacters(kind: TextKind) throws {
        for text in kind.samples {
            let document = Document(id: "d", text: text)
            let measured = MeasuredText(text)
            for (maximum, overlap) in sizes {
                let recursive = try RecursiveChunker(maximum: maximum, overlap: overlap).chunks(of: document)
                let sentences = try SentenceChunker(maximum: maximum, overlap: overlap).chunks(of: document)
                for chunks in [recursive, sentences] {
                    #expect(measured.violations(by: chunks, of: "d") == [])
                    #expect(chunks.count { $0.text.count > maximum } == 0)
                }
            }
        }
    }

    @Test("every chunker keeps the laws for any text, in tokens", arguments: TextKind.allCases)
    func lawsInTokens(kind: TextKind) throws {
        for text in kind.samples {
            let document = Document(id: "d", text: text)
            let measured = MeasuredText(text)
            let starts = try tokenStarts(of: text)
            for (maximum, overlap) in sizes {
                let recursive = try RecursiveChunker(maximum: maximum, overlap: overlap, measure: .tokens())
                let sentences = try SentenceChunker(maximum: maximum, overlap: overlap, measure: .tokens())
                for chunks in [recursive.chunks(of: document), sentences.chunks(of: document)] {
                    #expect(measured.violations(by: chunks, of: "d") == [])
                    #expect(chunks.count { chunk in starts.count(where: chunk.utf8Range.contains) > maximum } == 0)
                }
            }
        }
    }

    @Test(
        "a token that measures more than a chunk is torn into Characters, and a Character never",
        arguments: [1, 3, 12]
    )
    func oversizedTokens(maximum: Int) throws {
        // One token a byte, as a byte-level tokeniser has at worst.
        let measure = ChunkMeasure.tokens { $0.utf8.count }
        for text in TextKind.allCases.flatMap(\.samples) {
            let document = Document(id: "d", text: text)
            let measured = MeasuredText(text)
            let recursive = try RecursiveChunker(maximum: maximum, overlap: maximum / 3, measure: measure)
            let sentences = try SentenceChunker(maximum: maximum, overlap: maximum / 3, measure: measure)
            for chunks in [recursive.chunks(of: document), sentences.chunks(of: document)] {
                #expect(measured.violations(by: chunks, of: "d") == [])
                let visible = chunks.map { $0.text.filter { !$0.isWhitespace } }
                #expect(visible.count { $0.utf8.count > maximum && $0.count > 1 } == 0)
            }
        }
    }

    @Test("the recursive overlap is exact in Characters", arguments: TextKind.allCases)
    func exactOverlapInCharacters(kind: TextKind) throws {
        for text in kind.samples {
            let measured = MeasuredText(text)
            for (maximum, overlap) in sizes {
                let chunks = try RecursiveChunker(maximum: maximum, overlap: overlap)
                    .chunks(of: Document(id: "d", text: text))
                let overlaps = zip(chunks, chunks.dropFirst()).map { chunk, next in
                    measured.slice(next.utf8Range.lowerBound..<chunk.utf8Range.upperBound).count
                }
                #expect(overlaps.allSatisfy { $0 == overlap })
            }
        }
    }

    @Test("the recursive overlap is exact in tokens", arguments: TextKind.allCases)
    func exactOverlapInTokens(kind: TextKind) throws {
        for text in kind.samples {
            let starts = try tokenStarts(of: text)
            for (maximum, overlap) in sizes {
                let chunks = try RecursiveChunker(maximum: maximum, overlap: overlap, measure: .tokens())
                    .chunks(of: Document(id: "d", text: text))
                let overlaps = zip(chunks, chunks.dropFirst()).map { chunk, next in
                    starts.count(where: (next.utf8Range.lowerBound..<chunk.utf8Range.upperBound).contains)
                }
                #expect(overlaps.allSatisfy { $0 == overlap })
            }
        }
    }

    @Test(
        "with tokens of many sizes the recursive overlap is the longest that fits",
        arguments: [(9, 4), (12, 0), (8, 7)]
    )
    func longestOverlap(maximum: Int, overlap: Int) throws {
        var generator = SplitMix64(seed: 3)
        let text = TextKind.prose.text(fragments: 400, using: &generator)
        let log = TokenLog()
        let measure = log.measure { 1 + $0.utf8.count % 4 }
        let chunks = try RecursiveChunker(maximum: maximum, overlap: overlap, measure: measure)
            .chunks(of: Document(id: "d", text: text))
        let sizes = log.calls.map { 1 + $0.utf8.count % 4 }
        let tokens = Array(zip(log.starts, sizes))
        func units(_ range: Range<Int>) -> Int { tokens.reduce(0) { range.contains($1.0) ? $0 + $1.1 : $0 } }
        for (chunk, next) in zip(chunks, chunks.dropFirst()) {
            let end = chunk.utf8Range.upperBound
            let following = tokens.first { $0.0 > end }?.0 ?? text.utf8.count
            let candidates = tokens.map(\.0).filter { $0 > chunk.utf8Range.lowerBound && $0 < end } + [end]
            let expected = candidates.first { units($0..<end) <= overlap && units($0..<following) <= maximum }
            #expect(next.utf8Range.lowerBound == expected)
        }
        #expect(chunks.count > 40)
    }

    @Test("equal documents have equal chunks, whatever the text's history")
    func deterministic() throws {
        let built = TextKind.anything.samples.reduce(into: "") { $0 += $1 }
        let copied = String(decoding: Array(built.utf8), as: UTF8.self)
        let chunker = try SentenceChunker(maximum: 50, overlap: 10, measure: .tokens())
        #expect(
            chunker.chunks(of: Document(id: "d", text: built)) == chunker.chunks(of: Document(id: "d", text: copied))
        )
    }

    private func tokenStarts(of text: String) throws -> [Int] {
        let log = TokenLog()
        _ = try RecursiveChunker(maximum: 1, measure: log.measure()).chunks(of: Document(id: "d", text: text))
        return log.starts
    }
}
