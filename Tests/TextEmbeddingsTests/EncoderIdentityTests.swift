// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import TextEmbeddings

struct EncoderIdentityTests {
    private static let identity = EncoderIdentity(
        weights: "70b860188873e34b", pooling: .mean, normalizes: true, prefixes: [.query: "query: "])

    @Test("an encoder's identity has the hash of its file of weights, as xxhsum prints it")
    func identity() throws {
        var encoder = try TextEncoder(modelFolder: Fixtures.tinyModel)
        encoder.prefixes = [.query: "query: ", .passage: ""]
        #expect(encoder.identity == Self.identity)
    }

    @Test("an identity is read as it was written, and not where a part is missing or unknown")
    func properties() {
        var properties = Self.identity.properties
        properties["name"] = "of no interest"
        #expect(EncoderIdentity(properties: properties) == Self.identity)
        for name in ["weights", "pooling", "normalizes"] {
            var less = properties
            less[name] = nil
            #expect(EncoderIdentity(properties: less) == nil)
        }
        properties["pooling"] = "median"
        #expect(EncoderIdentity(properties: properties) == nil)
    }

    @Test(
        "the difference is named",
        arguments: [
            ("0000000000000000", Pooling.mean, true, "query: ", "weights 0000000000000000 instead of 70b860188873e34b"),
            ("70b860188873e34b", .firstToken, true, "query: ", "pooling 'firstToken' instead of 'mean'"),
            ("70b860188873e34b", .mean, false, "query: ", "vectors of any length"),
            ("70b860188873e34b", .mean, true, "", "the query prefix '' instead of 'query: '"),
        ])
    func difference(weights: String, pooling: Pooling, normalizes: Bool, prefix: String, expected: String) {
        let other = EncoderIdentity(
            weights: weights, pooling: pooling, normalizes: normalizes, prefixes: [.query: prefix])
        #expect(Self.identity.difference(to: other) == expected)
        #expect(Self.identity.difference(to: Self.identity) == nil)
    }

    @Test("punctuation is dropped of documents, and the special tokens stay")
    func punctuation() throws {
        let encoder = try TextEncoder(modelFolder: Fixtures.tinyModel)
        let text = "the fox, ... (dog)!"
        let all = encoder.embedTokens([text])[0]
        let kept = all.droppingPunctuation(of: text)
        let bytes = Array(text.utf8)
        let words = kept.offsets.map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(words.first == "" && words.last == "" && words.joined() == "thefoxdog")
        #expect(kept.values.count == kept.count * kept.dimension && kept.values.prefix(32) == all.values.prefix(32))
        #expect(all.droppingPunctuation(of: text).droppingPunctuation(of: text) == kept)
    }
}
