// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import VDRMaxSim

/// Documents that cannot be among the best are given up early; what is found must be what scoring all of them finds.
struct EarlyTerminationTests {
    /// Documents of one topic each, some of them twice, long enough that kernels may give them up.
    private func collection(_ precision: Precision, dimension: Int) throws -> MultiVectorBatch {
        var generator = SplitMix64(seed: UInt64(dimension))
        var documents: [MultiVector] = []
        for number in 0..<90 {
            if number % 10 == 9 {
                documents.append(documents[number - 9])
                continue
            }
            let topic = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            let rows = [3, 100, 130, 600, 1100][number % 5]
            let values = (0..<rows).flatMap { _ in topic.map { $0 + Float.random(in: -1...1, using: &generator) } }
            documents.append(try MultiVector(values, dimension: dimension).normalized())
        }
        return try MultiVectorBatch(documents).converted(to: precision)
    }

    /// Rows that stray around the topic of a document.
    private func query(like document: MultiVector, rows: Int) throws -> MultiVector {
        var generator = SplitMix64(seed: UInt64(rows))
        let values = (0..<rows * document.dimension).map { place in
            document.values[place % document.values.count] + Float.random(in: -0.5...0.5, using: &generator)
        }
        return try MultiVector(values, dimension: document.dimension).normalized()
    }

    @Test(
        "the best documents and their scores are those of scoring everything",
        arguments: Precision.allCases, [1, 20, 32, 33, 300])
    func sameResult(precision: Precision, queryRows: Int) async throws {
        let documents = try collection(precision, dimension: 48)
        let weights = (0..<queryRows).map { Float($0 % 3) }
        let query = try PreparedQuery(
            query(like: documents[12], rows: queryRows), for: precision, weights: queryRows == 20 ? weights : nil)
        let scores = try MaxSim.scores(query, documents)
        for limit in [1, 4, 17, 90] {
            var reference = TopK(capacity: limit)
            for (row, score) in scores.enumerated() { reference.insert(row: row, score: score) }
            #expect(try MaxSim.topK(query, documents, limit: limit) == reference.sorted())
            for threads in [2, 5] {
                let found = try await MaxSim.topK(query, documents, limit: limit, threads: threads)
                #expect(found == reference.sorted())
            }
        }
    }

    @Test("an index of several segments finds the same pages", arguments: [Precision.float32, .float16, .int8])
    func pages(precision: Precision) throws {
        let documents = try collection(precision, dimension: 48)
        var index = try MultiVectorIndex(dimension: 48, precision: precision)
        for number in 0..<documents.count {
            try index.append(PageID(document: "d", number: number + 1), documents[number])
        }
        let query = try query(like: documents[12], rows: 20)
        let all = try index.searchPages(query, limit: 90)
        #expect(try index.searchPages(query, limit: 7) == Array(all.prefix(7)))
    }

    @Test("a score below what is asked for stays below it, and no lower than the true one", arguments: [1, 20, 40])
    func bounds(queryRows: Int) throws {
        let documents = try collection(.float32, dimension: 48)
        let query = try PreparedQuery(query(like: documents[12], rows: queryRows))
        let scores = try MaxSim.scores(query, documents)
        for least in scores {
            var found = [Float](repeating: 0, count: documents.count)
            var span = found.mutableSpan
            documents.score(query, documents: 0..<documents.count, mask: .all, reaching: least, into: &span)
            for (found, score) in zip(found, scores) {
                #expect(found == score || (score < least && found < least && found > score))
            }
        }
    }

    @Test("what tasks share is the highest score that any of them names")
    func shared() async {
        let threshold = SharedThreshold()
        #expect(threshold.value == -.infinity)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<1000 { threshold.raise(to: Float((task * 1000 + step) % 7919) - 5000) }
                }
            }
        }
        #expect(threshold.value == 2918)
        threshold.raise(to: 3)
        #expect(threshold.value == 2918)
    }
}
