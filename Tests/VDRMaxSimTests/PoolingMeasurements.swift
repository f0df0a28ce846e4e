// SPDX-License-Identifier: Apache-2.0
#if !DEBUG
import Foundation
import RAGCore
import RetrievalEvaluation
import TestSupport
import Testing
import VDRMaxSim
import _VectorMath

/// What pooling costs in time and in quality, on real collections.
@Suite(.serialized)
struct PoolingMeasurements {
    @Test("a page of 1,030 rows is pooled in less than 100 ms")
    func speed() throws {
        var generator = SplitMix64(seed: 1)
        let page = try MultiVector(
            (0..<1_030 * 128).map { _ in Float.random(in: -1...1, using: &generator) }, dimension: 128)
        let grid = try PageGrid(rows: 32, columns: 32)
        let poolings: [any RowPooling] = [
            try HierarchicalPooling(factor: 2), try KMeansPooling(factor: 2), try SequentialPooling(factor: 2),
            try SpatialPooling(grid: grid, windowRows: 2, windowColumns: 2),
        ]
        for pooling in poolings {
            let times = try (0..<7).map { _ in
                try ContinuousClock().measure { _ = try page.pooled(by: pooling) }
            }
            let fastest = try #require(times.min())
            print("MEASURED: \(type(of: pooling)) of 1,030 x 128 by 2 took \(fastest)")
            if pooling is HierarchicalPooling { #expect(fastest < .milliseconds(100)) }
        }
    }

    /// Takes more than a minute; the environment variable `RAG_MEASUREMENTS` asks for it.
    @Test(
        "pooling by 2 loses less than 0.03 of nDCG@10", .needsSharedData("cranfield"),
        .enabled(if: ProcessInfo.processInfo.environment["RAG_MEASUREMENTS"] != nil, "RAG_MEASUREMENTS is not set"))
    func quality() throws {
        let cranfield = try Cranfield()
        let whole = try cranfield.nDCG(of: cranfield.documents)
        print("MEASURED: Cranfield nDCG@10 without pooling \(whole), rows \(cranfield.documents.rowCount)")
        for factor in [2, 3, 4] {
            let poolings: [any RowPooling] = [
                try HierarchicalPooling(factor: factor, protectedRows: 1),
                try KMeansPooling(factor: factor, protectedRows: 1),
                try SequentialPooling(factor: factor, protectedRows: 1),
            ]
            for pooling in poolings {
                let pooled = try cranfield.documents.pooled(by: pooling)
                let value = try cranfield.nDCG(of: pooled)
                print("MEASURED: \(type(of: pooling)) by \(factor): \(value), rows \(pooled.rowCount)")
                if factor == 2 { #expect(value > whole - 0.03) }
            }
        }
    }
}

/// The Cranfield collection with the token vectors of a real model.
private struct Cranfield {
    let documents: MultiVectorBatch
    private let queries: MultiVectorBatch
    private let documentIDs: [DocumentID]
    private let queryIDs: [QueryID]
    private let judgements: Judgements

    init() throws {
        let codes = try Self.array("multi.documents.i8")
        let dimension = codes.shape[1]
        let scales = try Self.array("multi.documents.scale.f16").floats()
        var values = codes.floats()
        for index in values.indices { values[index] *= scales[index / dimension] }
        documents = try MultiVectorBatch(
            values, offsets: Self.array("multi.documents.offsets.i32").integers(), dimension: dimension)
        queries = try MultiVectorBatch(
            Self.array("multi.queries.f16").floats(), offsets: Self.array("multi.queries.offsets.i32").integers(),
            dimension: dimension)
        documentIDs = try Self.identifiers("documents.jsonl").map { DocumentID($0) }
        queryIDs = try Self.identifiers("queries.jsonl").map { QueryID($0) }
        let text = try String(contentsOf: Self.file("qrels.tsv"), encoding: .utf8)
        var grades: [QueryID: [DocumentID: Int]] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
            grades[QueryID(fields[0]), default: [:]][DocumentID(fields[2])] = Int(fields[3])
        }
        judgements = Judgements(grades)
    }

    func nDCG(of documents: MultiVectorBatch) throws -> Double {
        var rankings: [QueryID: [ScoredHit<DocumentID>]] = [:]
        for (number, query) in queryIDs.enumerated() {
            var top = TopK(capacity: 10)
            for (row, score) in try MaxSim.scores(queries[number], documents).enumerated() {
                top.insert(row: row, score: score)
            }
            rankings[query] = top.sorted().map { hit in hit.mapID { documentIDs[$0] } }
        }
        let run = try Run(system: "maxsim", rankings: rankings)
        let metric = Metric.nDCG(at: 10)
        return try #require(Evaluation(of: run, against: judgements, metrics: [metric]).mean(of: metric))
    }

    private static func file(_ name: String) -> URL { SharedData.root.appending(path: "cranfield/\(name)") }

    private static func array(_ name: String) throws -> NumPyArray {
        try NumPyArray(parsing: Array(Data(contentsOf: file("\(name).npy"))))
    }

    private static func identifiers(_ name: String) throws -> [String] {
        struct Line: Decodable { let id: String }
        return try String(contentsOf: file(name), encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8)).id
        }
    }
}
#endif
