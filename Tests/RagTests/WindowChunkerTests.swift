// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing
import TextEmbeddings

@testable import rag

/// The cutting of documents into what a model reads at once: 32 tokens of the small model.
struct WindowChunkerTests {
    private let encoder: TextEncoder

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../TextEmbeddingsTests/Fixtures/tiny-model").standardizedFileURL
        encoder = try TextEncoder(modelFolder: folder.path)
    }

    private static let words = ["the", "quick", "brown", "fox", "lazy", "dog", "search", "engine", "air", "vector"]

    /// Words of one token each, with sentence ends, line ends and paragraphs among them.
    private static func text(_ count: Int, seed: UInt64) -> String {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            words[Int.random(in: 0..<words.count, using: &generator)]
                + [" ", " ", " ", " ", ". The ", "\n", "\n\n"][Int.random(in: 0..<7, using: &generator)]
        }.joined()
    }

    private func chunks(_ document: Document, overlap: Int = 4) throws -> [DocumentChunk] {
        try WindowChunker(encoder, ChunkWindow(of: encoder, overlap: overlap)).chunks(of: document)
    }

    @Test("a document that fits the window stays in one piece, and one with a token more does not")
    func fitting() throws {
        for (count, pieces) in [(0, 1), (1, 1), (30, 1), (31, 2), (300, 10)] {
            let text = Array(repeating: "fox", count: count).joined(separator: " ")
            let found = try chunks(Document(id: "a", text: text), overlap: 0)
            #expect(found.count == pieces, "\(count) tokens")
            #expect(found.map(\.chunk.text).joined() == text)
            if pieces == 1 { #expect(found[0].text == text && found[0].repeatedBytes == 0) }
        }
        // The title counts too, as it is read with the text.
        let title = "the lazy dog"
        #expect(try chunks(Document(id: "a", title: title, text: Self.text(10, seed: 1))).count == 1)
        let fox = { Array(repeating: "fox", count: $0).joined(separator: " ") }
        #expect(try chunks(Document(id: "a", title: title, text: fox(27))).count == 1)
        #expect(try chunks(Document(id: "a", title: title, text: fox(28))).count == 2)
    }

    @Test(
        "every chunk fits the window with its title, chunks cover the text, and the same document has the same chunks",
        arguments: [0, 4, 16], ["", "the lazy dog", String(repeating: "quick brown ", count: 40)])
    func covering(overlap: Int, title: String) throws {
        for seed in 0..<20 as Range<UInt64> {
            let document = Document(id: "a", title: title, text: Self.text(200, seed: seed))
            let found = try chunks(document, overlap: overlap)
            #expect(found.count > 5)
            #expect(found.map(\.chunk) == (try chunks(document, overlap: overlap).map(\.chunk)))
            #expect(found.map(\.chunk.id.ordinal) == Array(found.indices))
            var covered = 0
            for chunk in found {
                #expect(!encoder.tokens(of: chunk.text).isTruncated)
                #expect(chunk.text.hasSuffix(chunk.chunk.text) && chunk.text.hasPrefix(title.prefix(20)))
                let range = chunk.chunk.utf8Range
                #expect(range.lowerBound <= covered && range.upperBound > covered)
                #expect(Array(document.text.utf8)[range].elementsEqual(chunk.chunk.text.utf8))
                covered = range.upperBound
            }
            #expect(covered == document.text.utf8.count)
        }
    }

    @Test(
        "every token of a long document is owned once, in the order of the text, overlap or not", arguments: [0, 4, 16])
    func owning(overlap: Int) throws {
        for title in ["", "the lazy dog"] {
            let document = Document(id: "a", title: title, text: Self.text(150, seed: 9))
            let embedder = try DocumentEmbedder(encoder, window: ChunkWindow(of: encoder, overlap: overlap))
            let owned = try embedder.storedTokens(of: document)
            let whole = document.searchableText
            let tokens = encoder.tokenizer.tokenize(whole)
            let expected = tokens.placesWithoutPunctuation(of: whole).map { place in
                tokens.offsets[place].isEmpty
                    ? "(text)"
                    : String(decoding: Array(whole.utf8)[tokens.offsets[place]], as: UTF8.self)
            }
            #expect(owned.map(\.text) == expected)
            #expect(owned.map(\.chunk.id.ordinal) == owned.map(\.chunk.id.ordinal).sorted())
        }
    }

    @Test("a paragraph is not cut where the chunk can end behind it")
    func paragraphs() throws {
        let paragraphs = (0..<6).map { place in
            (0..<20).map { Self.words[($0 * (place + 3)) % Self.words.count] }.joined(separator: " ")
        }
        let found = try chunks(Document(id: "a", text: paragraphs.joined(separator: "\n\n")), overlap: 0)
        #expect(found.map { $0.chunk.text.trimmingCharacters(in: .whitespacesAndNewlines) } == paragraphs)
    }

    @Test(
        "words that are more tokens together than apart are cut until they fit",
        arguments: [
            "quick\u{AD}", "quick\u{AD}fox ", "foxfoxfoxfoxfoxfox", "[SEP]", "\u{0}", "你", "👩‍👩‍👧‍👦 ",
        ])
    func freaks(piece: String) throws {
        let text = String(repeating: piece, count: 300)
        let found = try chunks(Document(id: "a", text: text))
        for chunk in found { #expect(!encoder.tokens(of: chunk.text).isTruncated) }
        #expect(found.last?.chunk.utf8Range.upperBound == text.utf8.count)
    }
}
