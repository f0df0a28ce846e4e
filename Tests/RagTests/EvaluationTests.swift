// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import rag

struct EvaluationTests {
    @Test(
        "quality on the real collections is what their recipe gives",
        .needsSharedData("cranfield"),
        arguments: [
            ("cranfield", "bm25", 0.360), ("scifact", "bm25", 0.679), ("vaswani", "bm25", 0.436),
            ("cisi", "bm25", 0.396),
            ("cranfield", "dense", 0.374), ("cranfield", "rrf", 0.405), ("cranfield", "convex", 0.409),
        ])
    func quality(collection: String, system: String, expected: Double) throws {
        let run = try RagProcess(
            ["eval", SharedData.root.appending(path: collection).path, "--system", system, "--json"])
        #expect(run.status == 0, "\(run.errors)")
        let report = try run.json()
        let measured = try #require(report["ndcg@10"] as? Double)
        print("measured: \(collection) \(system): ndcg@10 \(measured), expected \(expected)")
        #expect(abs(measured - expected) <= 0.002)
        #expect(Set(report.keys) == ["system", "ndcg@10", "recall@100", "map", "mrr", "queries", "seconds"])
    }

    @Test("a fusion is measured by its name, which implies the system", .needsSharedData("cranfield"))
    func fusions() throws {
        let collection = SharedData.root.appending(path: "cranfield").path
        let named = try RagProcess(["eval", collection, "--fusion", "convex", "--json"]).json()
        let system = try RagProcess(["eval", collection, "--system", "convex", "--json"]).json()
        for key in ["ndcg@10", "recall@100", "map", "mrr"] {
            #expect(named[key] as? Double == system[key] as? Double)
        }
        #expect(named["system"] as? String == "convex")
        let measured = try #require(
            try RagProcess(["eval", collection, "--system", "hybrid", "--fusion", "qdrant-dbsf", "--json"])
                .json()["ndcg@10"] as? Double)
        print("measured: cranfield qdrant-dbsf: ndcg@10 \(measured)")
        #expect(measured > 0.39)
    }

    @Test("an unknown fusion, and one beside a system without, are refused")
    func wrongFusions() throws {
        let unknown = try RagProcess(["eval", "anywhere", "--fusion", "best"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("qdrant-dbsf"))
        #expect(try RagProcess(["eval", "anywhere", "--system", "dense", "--fusion", "rrf"]).status == 64)
    }

    @Test(
        "signs with a twentieth reranked keep the ten best of the exact scan",
        .needsSharedData("cranfield"),
        arguments: [("float32", nil, 1), ("binary", "0.05", 0.97)] as [(String, String?, Double)])
    func exactRecall(precision: String, rerank: String?, least: Double) throws {
        let options = ["--precision", precision] + (rerank.map { ["--rerank", $0] } ?? [])
        let collection = SharedData.root.appending(path: "cranfield").path
        let run = try RagProcess(["eval", collection, "--system", "maxsim", "--exact-recall", "--json"] + options)
        #expect(run.status == 0, "\(run.errors)")
        let recall = try #require(try run.json()["exact-recall@10"] as? Double)
        print("measured: \(precision) exact-recall@10 \(recall)")
        #expect(recall >= least)
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func writeCollection(qrels: String) throws {
        try folder.write(
            """
            {"id": "a", "title": "wing", "text": "lift of a wing"}
            {"id": "b", "text": "heat transfer in slabs"}
            {"id": "c", "text": "wing"}
            """, to: "documents.jsonl")
        try folder.write(
            """
            {"id": "1", "text": "the lift of wings"}
            {"id": "2", "text": "heat"}
            """, to: "queries.jsonl")
        try folder.write(qrels, to: "qrels.tsv")
    }

    @Test("a small collection is measured, and unknown judged documents are counted as not found")
    func smallCollection() throws {
        try writeCollection(qrels: "1\t0\ta\t2\n1\t0\tghost\t1\n2\t0\tb\t0\n")
        let run = try RagProcess(["eval", folder.url.path, "--json"])
        #expect(run.status == 0)
        #expect(run.errors.contains("1 judged documents are not in the collection, such as 'ghost'"))
        #expect(try run.json()["queries"] as? Int == 1)
        #expect(try run.json()["mrr"] as? Double == 1)
        #expect(try run.json()["recall@100"] as? Double == 0.5)
    }

    @Test(
        "what is wrong with a collection is named",
        arguments: [
            ("1 0 a", "qrels.tsv:1", Int32(65)), ("1\t0\ta\tgood", "qrels.tsv:1", 65),
            ("9\t0\ta\t1", "judges none of the queries", 1), ("1\t0\ta\t0", "no query has a relevant document", 1),
        ])
    func wrongJudgements(qrels: String, message: String, status: Int32) throws {
        try writeCollection(qrels: qrels)
        let run = try RagProcess(["eval", folder.url.path])
        #expect(run.status == status)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test("missing embeddings are named with the shape that is expected")
    func missingEmbeddings() throws {
        try writeCollection(qrels: "1\t0\ta\t2\n")
        for (system, file) in [("dense", "dense.documents.f32.npy"), ("maxsim", "multi.documents")] {
            let run = try RagProcess(["eval", folder.url.path, "--system", system])
            #expect(run.status == 66)
            #expect(run.errors.contains(file), "\(run.errors)")
        }
        let absent = try RagProcess(["eval", folder.path("absent")])
        #expect(absent.status == 66)
    }

    @Test("an array of the wrong shape or type is refused with the one that is expected")
    func wrongArrays() throws {
        try writeCollection(qrels: "1\t0\ta\t2\n")
        let array = NumPyFixture.float32(rows: 2, columns: 4)
        try Data(array).write(to: folder.url.appending(path: "dense.documents.f32.npy"))
        try Data(array).write(to: folder.url.appending(path: "dense.queries.f32.npy"))
        let shape = try RagProcess(["eval", folder.url.path, "--system", "dense"])
        #expect(shape.status == 65)
        #expect(shape.errors.contains("[2, 4]") && shape.errors.contains("[3, dimension]"), "\(shape.errors)")

        try Data("no array".utf8).write(to: folder.url.appending(path: "dense.documents.f32.npy"))
        let foreign = try RagProcess(["eval", folder.url.path, "--system", "rrf"])
        #expect(foreign.status == 65)
        #expect(foreign.errors.contains("dense.documents.f32.npy"))
    }
}

/// The bytes of a `.npy` file of zeros.
private enum NumPyFixture {
    static func float32(rows: Int, columns: Int) -> [UInt8] {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }\n"
        return [0x93] + "NUMPY".utf8 + [1, 0, UInt8(header.utf8.count), 0] + header.utf8
            + [UInt8](repeating: 0, count: rows * columns * 4)
    }
}
