// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _VectorMath

@testable import TextEmbeddings

/// The real model on a real collection, beside the vectors that another implementation of the same model computed.
@Suite(.needsFetchedModel, .needsSharedData("cranfield/documents.jsonl"))
struct CranfieldTests {
    private static let folder = SharedData.root.appending(path: "cranfield")

    private struct Record: Decodable {
        var title: String?
        var text: String
    }

    private static func array(_ name: String) throws -> NumPyArray {
        try NumPyArray(parsing: [UInt8](Data(contentsOf: folder.appending(path: name))))
    }

    private static func texts(_ name: String) throws -> [String] {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").map { line in
            let record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
            return ((record.title.map { $0 + " " } ?? "") + record.text)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    private static func leastCosine(_ vectors: [[Float]], _ name: String) throws -> Double {
        let expected = try array(name).floats()
        #expect(expected.count == vectors.count * 384)
        return vectors.enumerated().map { cosine($1, expected[$0 * 384..<($0 + 1) * 384]) }.min() ?? 0
    }

    @Test("pooled vectors have a cosine of at least 0.9999 with the reference's", arguments: ["documents", "queries"])
    func pooled(part: String) async throws {
        let encoder = try TextEncoder(modelFolder: FetchedModel.folder)
        let vectors = try await encoder.embed(Self.texts(part + ".jsonl"), threads: 2)
        let least = try Self.leastCosine(vectors, "dense.\(part).f32.npy")
        print("measured: \(vectors.count) \(part), least cosine \(least)")
        #expect(least >= 0.9999)
    }

    @Test("eight bits keep a cosine of at least 0.99", arguments: ["documents", "queries"])
    func int8(part: String) async throws {
        let encoder = try TextEncoder(modelFolder: FetchedModel.folder, precision: .int8)
        let vectors = try await encoder.embed(Self.texts(part + ".jsonl"), threads: 2)
        let least = try Self.leastCosine(vectors, "dense.\(part).f32.npy")
        print("measured: \(vectors.count) \(part) in int8, least cosine \(least)")
        #expect(least >= 0.99)
    }

    @Test("token vectors have a cosine of at least 0.999 with the reference's")
    func tokenVectors() async throws {
        let encoder = try TextEncoder(modelFolder: FetchedModel.folder)
        let basis = try Self.array("multi.pca.basis.f32.npy").floats()
        let projection = try TokenProjection(
            mean: Self.array("multi.pca.mean.f32.npy").floats(),
            basis: (0..<128).flatMap { axis in (0..<384).map { basis[$0 * 128 + axis] } })
        let texts = try Self.texts("documents.jsonl")
        let codes = try Self.array("multi.documents.i8.npy").signedBytes()
        let offsets = try Self.array("multi.documents.offsets.i32.npy").integers()
        var least = 1.0
        for (number, all) in try await encoder.embedTokens(texts, threads: 2).enumerated() {
            let rows = projection.project(all.droppingPunctuation(of: texts[number]))
            #expect(rows.count == offsets[number + 1] - offsets[number], "document \(number)")
            guard rows.count == offsets[number + 1] - offsets[number] else { continue }
            for row in 0..<rows.count {
                let expected = codes[(offsets[number] + row) * 128..<(offsets[number] + row + 1) * 128].map {
                    Float($0)
                }
                least = min(least, cosine(rows.values[row * 128..<(row + 1) * 128], expected))
            }
        }
        print("measured: token vectors of \(texts.count) documents, least cosine \(least)")
        #expect(least >= 0.999)
        try await queries(encoder, projection)
    }

    private func queries(_ encoder: TextEncoder, _ projection: TokenProjection) async throws {
        let expected = try Self.array("multi.queries.f16.npy").floats()
        let offsets = try Self.array("multi.queries.offsets.i32.npy").integers()
        let rows = try await encoder.embedTokens(Self.texts("queries.jsonl"), as: .query, threads: 2)
            .map(projection.project)
        #expect(rows.map(\.count) == zip(offsets, offsets.dropFirst()).map { $1 - $0 })
        let values = rows.flatMap(\.values)
        try #require(values.count == expected.count)
        let least =
            stride(from: 0, to: values.count, by: 128).map { start in
                cosine(values[start..<start + 128], expected[start..<start + 128])
            }.min() ?? 0
        print("measured: token vectors of \(rows.count) queries, least cosine \(least)")
        #expect(least >= 0.999)
    }
}
