// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _VectorMath

@testable import TextEmbeddings

struct EncoderTests {
    private let encoder: TextEncoder

    init() throws { encoder = try TextEncoder(modelFolder: Fixtures.tinyModel) }

    @Test("the folder says how a model is used")
    func description() {
        #expect(encoder.dimension == 32)
        #expect(encoder.tokenDimension == 32)
        #expect(encoder.maximumTokenCount == 32)
        #expect(encoder.pooling == .mean)
        #expect(encoder.normalizes)
        #expect(encoder.prefixes.isEmpty)
    }

    @Test("pooled vectors are those of the reference")
    func pooled() throws {
        let expected = try Fixtures.array("vectors.npy").floats()
        let vectors = encoder.embed(try Fixtures.texts())
        #expect(expected.count == vectors.count * 32)
        for (number, vector) in vectors.enumerated() {
            let reference = expected[number * 32..<(number + 1) * 32]
            #expect(zip(vector, reference).allSatisfy { abs($0 - $1) < 2e-6 }, "text \(number)")
        }
    }

    @Test("token vectors are the last states of the reference")
    func tokenVectors() throws {
        let expected = try Fixtures.array("states.npy").floats()
        let texts = encoder.embedTokens(Array(try Fixtures.texts().prefix(10)))
        let values = texts.flatMap(\.values)
        #expect(values.count == expected.count)
        #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 2e-5 })
        for text in texts { #expect(text.tokens.count == text.offsets.count && text.values.count == text.count * 32) }
    }

    @Test("a text has the same vector alone, in a batch, and on several threads", arguments: [1, 2, 3, 7])
    func sameInEveryBatch(threads: Int) async throws {
        let texts = try Fixtures.texts()
        let alone = texts.map { encoder.embed([$0])[0] }
        #expect(encoder.embed(texts) == alone)
        #expect(try await encoder.embed(texts, threads: threads) == alone)
        #expect(try await encoder.embed([texts[3]], threads: threads) == [alone[3]])
        #expect(try await encoder.embedTokens(texts, threads: threads) == encoder.embedTokens(texts))
        let both = try await encoder.embedPooledAndTokens(texts, threads: threads)
        #expect(both.map(\.pooled) == alone && both.map(\.tokens) == encoder.embedTokens(texts))
    }

    @Test("eight bits keep the direction of vectors")
    func int8() throws {
        let rounded = try TextEncoder(modelFolder: Fixtures.tinyModel, precision: .int8)
        #expect(rounded.weightBytes < encoder.weightBytes)
        let texts = try Fixtures.texts()
        for (vector, exact) in zip(rounded.embed(texts), encoder.embed(texts)) { #expect(cosine(vector, exact) > 0.99) }
    }

    @Test("no texts have no vectors, and an empty one has that of its special tokens")
    func emptyTexts() async throws {
        #expect(encoder.embed([]).isEmpty)
        #expect(try await encoder.embed([], threads: 2).isEmpty)
        let vectors = encoder.embed(["", " \u{0}"])
        #expect(vectors[0] == vectors[1])
        #expect(abs(vectors[0].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        #expect(encoder.embedTokens([""])[0].tokens == [encoder.tokenizer.startToken, encoder.tokenizer.endToken])
    }

    @Test("the first token's state is another pooling, and length 1 is a choice")
    func poolingChoices() {
        var other = encoder
        other.pooling = .firstToken
        other.normalizes = false
        #expect(other.embed(["fox"])[0] == Array(encoder.embedTokens(["fox"])[0].values[..<32]))
    }

    @Test("prefixes are read with the text, and offsets leave them out")
    func prefixes() {
        var other = encoder
        other.prefixes = [.query: "search: "]
        #expect(other.embed(["fox"], as: .query) == encoder.embed(["search: fox"]))
        #expect(other.embed(["fox"], as: .passage) == encoder.embed(["fox"]))
        #expect(other.embedTokens(["fox"], as: .query)[0].offsets == [0..<0, 0..<0, 0..<0, 0..<3, 3..<3])
    }

    @Test("windows reach the end of a long text, and every token appears once", arguments: [0, 3, 29, 30, 99])
    func windows(overlap: Int) {
        var other = encoder
        other.longTexts = .windows(overlap: overlap)
        let text = (0..<20).map { "fox\($0 % 7) dog," }.joined(separator: " ")
        let tokens = other.embedTokens([text, "fox"])
        #expect(tokens[0].tokens == encoder.tokenizer.tokenize(text).tokens)
        #expect(tokens[0].offsets == encoder.tokenizer.tokenize(text).offsets)
        #expect(tokens[0].values.count == tokens[0].count * 32)
        #expect(tokens[1] == encoder.embedTokens(["fox"])[0])
        #expect(other.embed([text])[0] != encoder.embed([text])[0])
        #expect(other.embed(["fox"]) == encoder.embed(["fox"]))
    }

    @Test("progress counts every token and may end the work")
    func progress() throws {
        struct Stop: Error {}
        let texts = [String](repeating: "the quick brown fox jump over the lazy dog", count: 100)
        var seen: [EmbeddingProgress] = []
        _ = encoder.embed(texts) { (step) throws(Never) in seen.append(step) }
        #expect(seen.count > 1)
        #expect(seen.last?.tokens == 1_100 && seen.last?.totalTokens == 1_100)
        #expect(throws: Stop.self) { try encoder.embed(texts) { _ in throw Stop() } }
    }

    @Test("a cancelled task ends its work")
    func cancellation() async {
        let encoder = encoder
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await encoder.embed(["fox"], threads: 2)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
