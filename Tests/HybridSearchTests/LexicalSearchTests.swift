// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

/// Splits at blanks and keeps everything, so that tests see the terms that they write.
struct BlankAnalyzer: TextAnalyzer {
    var identity: String { "blank/1" }

    func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
        let bytes = text.utf8.span
        var position: UInt32 = 0
        var start = 0
        for offset in 0...bytes.count where offset == bytes.count || bytes[offset] == UInt8(ascii: " ") {
            if start < offset {
                receive(
                    bytes.extracting(start..<offset), TokenPlace(position: position, start: start, end: offset))
                position += 1
            }
            start = offset + 1
        }
    }

    func term(for token: String) -> String? { token }
}

struct LexicalSearchTests {
    private func snapshot(_ texts: [String], commitEvery size: Int = .max) throws -> IndexSnapshot {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for (row, text) in texts.enumerated() {
            try writer.add(Document(id: DocumentID("\(row)"), text: text))
            if (row + 1).isMultiple(of: size) { try writer.commit() }
        }
        return try writer.commit()
    }

    /// BM25 as it is written down, in double precision, over whole texts.
    private func reference(_ texts: [String], _ query: String, k1: Double, b: Double) -> [Double] {
        let documents = texts.map { $0.split(separator: " ") }
        let average = Double(documents.reduce(0) { $0 + $1.count }) / Double(documents.count)
        return documents.map { document in
            query.split(separator: " ").reduce(0.0) { score, term in
                let holding = Double(documents.count { $0.contains(term) })
                let frequency = Double(document.count { $0 == term })
                guard frequency > 0 else { return score }
                let rarity = log(1 + (Double(documents.count) - holding + 0.5) / (holding + 0.5))
                let norm: Double = k1 * (1 - b + b * Double(document.count) / average)
                return score + rarity * frequency / (frequency + norm)
            }
        }
    }

    private func randomTexts(_ count: Int, seed: UInt64) -> [String] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                // Squaring makes small numbers, and so some words, common.
                "w\(Int(pow(Double.random(in: 0..<1, using: &generator), 2) * 40))"
            }.joined(separator: " ")
        }
    }

    @Test(
        "scores and order equal BM25 as it is written down",
        arguments: [(1.2, 0.75), (0, 0.5), (0.9, 0.4), (2, 1), (1.2, 0)])
    func definition(k1: Double, b: Double) throws {
        let texts = randomTexts(200, seed: 1)
        let snapshot = try snapshot(texts)
        for text in ["w0", "w1 w2 w3", "w5 w5 w30", "w0 w39 absent", "w7 w8 w9 w10 w11 w12"] {
            var query = HybridQuery(text, limit: 1000)
            query.ranking = try BM25(k1: Float(k1), b: Float(b))
            let expected = reference(texts, text, k1: k1, b: b)
            let hits = try snapshot.search(query)
            #expect(hits.count == expected.count { $0 > 0 })
            for hit in hits { #expect(abs(hit.score - expected[hit.row]) < 1e-5) }
            for (better, worse) in zip(hits, hits.dropFirst()) {
                #expect(better.score > worse.score || (better.score == worse.score && better.row < worse.row))
            }
        }
    }

    @Test("how documents were spread over commits changes nothing", arguments: [1, 7, 50])
    func segmentation(size: Int) throws {
        let texts = randomTexts(150, seed: 2)
        let whole = try snapshot(texts)
        let split = try snapshot(texts, commitEvery: size)
        #expect(split.segments.count > 1)
        for text in ["w0 w1", "w20 w3 w3", "w39"] {
            let query = HybridQuery(text, limit: 40)
            #expect(try split.search(query) == whole.search(query))
            for hit in try whole.search(query) {
                #expect(try split.explain(query, row: hit.row) == whole.explain(query, row: hit.row))
            }
        }
    }

    @Test("an explanation adds up to the score")
    func explanation() throws {
        let texts = randomTexts(100, seed: 3)
        let snapshot = try snapshot(texts)
        let query = HybridQuery("w1 w1 w4 w9", limit: 100)
        for hit in try snapshot.search(query) {
            let terms = try snapshot.explain(query, row: hit.row)
            #expect(abs(terms.reduce(0) { $0 + Double($1.score) } - hit.score) < 1e-5)
            for term in terms {
                #expect(term.termFrequency == texts[hit.row].split(separator: " ").count { $0 == term.term })
                #expect(term.queryFrequency == (term.term == "w1" ? 2 : 1))
            }
        }
    }

    @Test("empty corpora, empty queries and unknown words find nothing")
    func nothingToFind() throws {
        #expect(try snapshot([]).search(HybridQuery("w1")).isEmpty)
        let small = try snapshot(["w1", "", "w2"])
        for text in ["", "   ", "unknown"] { #expect(try small.search(HybridQuery(text)).isEmpty) }
    }

    @Test("a limit of 0 gives nothing, one beyond the corpus everything that matches, a negative one is an error")
    func limits() throws {
        let snapshot = try snapshot(["a b", "a", "c"])
        #expect(try snapshot.search(HybridQuery("a", limit: 0)).isEmpty)
        #expect(try snapshot.search(HybridQuery("a", limit: .max)).count == 2)
        #expect(throws: HybridSearchError.self) { try snapshot.search(HybridQuery("a", limit: -1)) }
    }

    @Test(
        "parameters outside their range are refused",
        arguments: [
            (-0.1, 0.75), (.nan, 0.75), (.infinity, 0.75), (1.2, -0.01), (1.2, 1.01), (1.2, .nan),
        ] as [(Float, Float)])
    func invalidParameters(k1: Float, b: Float) {
        let error = #expect(throws: HybridSearchError.self) { try BM25(k1: k1, b: b) }
        #expect(error?.code == .invalidParameter)
    }

    @Test("a document's identifier is accepted once")
    func duplicates() throws {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        try writer.add(Document(id: "x", text: "one"))
        try writer.commit()
        let error = #expect(throws: HybridSearchError.self) { try writer.add(Document(id: "x", text: "two")) }
        #expect(error?.code == .duplicateDocument)
        #expect(try writer.commit().documentCount == 1)
    }
}
