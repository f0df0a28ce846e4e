// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import RetrievalEvaluation
import TestSupport
import VDRMaxSim
import _VectorMath

/// The multi-vectors of the Cranfield collection with its judgements and the ten best documents that exact scoring finds.
struct CranfieldVectors {
    let documents: MultiVectorBatch
    let queries: MultiVectorBatch
    let judgements: Judgements
    let exactTopTen: [Int: [Int]]

    init() throws {
        let scales = try Self.array("multi.documents.scale.f16").floats()
        var values = try Self.array("multi.documents.i8").floats()
        let dimension = values.count / scales.count
        for index in values.indices { values[index] *= scales[index / dimension] }
        documents = try MultiVectorBatch(
            values, offsets: Self.array("multi.documents.offsets.i32").integers(), dimension: dimension)
        queries = try MultiVectorBatch(
            Self.array("multi.queries.f16").floats(), offsets: Self.array("multi.queries.offsets.i32").integers(),
            dimension: dimension)
        judgements = try Judgements(parsing: Self.text("qrels.tsv"))
        var exactTopTen: [Int: [Int]] = [:]
        for line in try Self.text("expected.top10.tsv").split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields[0] == "maxsim", let query = Int(fields[1]), let document = Int(fields[3]) else { continue }
            exactTopTen[query, default: []].append(document)
        }
        self.exactTopTen = exactTopTen
    }

    /// The mean over all queries of nDCG at 10.
    func nDCG(of topTen: [Int: [Int]]) throws -> Double {
        var rankings: [QueryID: [ScoredHit<DocumentID>]] = [:]
        for (query, documents) in topTen {
            rankings[QueryID("\(query)")] = documents.enumerated().map { place, document in
                ScoredHit(id: DocumentID("\(document)"), score: Float(-place))
            }
        }
        let evaluation = try Evaluation(
            of: Run(system: "maxsim", rankings: rankings), against: judgements, metrics: [.nDCG(at: 10)])
        return evaluation.mean(of: .nDCG(at: 10)) ?? 0
    }

    /// The mean over all queries of the share of the exact ten best that are found.
    func overlap(of topTen: [Int: [Int]]) -> Double {
        exactTopTen.reduce(0.0) { sum, expected in
            sum + Double(Set(expected.value).intersection(topTen[expected.key] ?? []).count) / 10
        } / Double(exactTopTen.count)
    }

    /// The ten best documents of every query, numbered from 1 as the collection does.
    func topTen(scoring scores: (MultiVector) throws -> [Float]) rethrows -> [Int: [Int]] {
        var result: [Int: [Int]] = [:]
        for query in 0..<queries.count {
            var top = TopK(capacity: 10)
            for (row, score) in try scores(queries[query]).enumerated() { top.insert(row: row, score: score) }
            result[query + 1] = top.sorted().map { $0.id + 1 }
        }
        return result
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: SharedData.root.appending(path: "cranfield/\(name)"), encoding: .utf8)
    }

    private static func array(_ name: String) throws -> NumPyArray {
        try NumPyArray(parsing: [UInt8](Data(contentsOf: SharedData.root.appending(path: "cranfield/\(name).npy"))))
    }
}
