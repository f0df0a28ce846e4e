// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing
import VDRMaxSim

struct PrecisionTests {
    /// Rows of length 1 in random directions.
    private func random(rows: Int, dimension: Int, seed: UInt64) throws -> MultiVector {
        var generator = SplitMix64(seed: seed)
        return try MultiVector(
            (0..<rows * dimension).map { _ in Float.random(in: -1...1, using: &generator) }, dimension: dimension
        ).normalized()
    }

    private func batch(_ lengths: [Int], dimension: Int) throws -> MultiVectorBatch {
        try MultiVectorBatch(
            lengths.enumerated().map { try random(rows: $1, dimension: dimension, seed: UInt64($0 + 10)) })
    }

    /// The greatest error of one similarity of rows of length 1.
    private static func bound(_ precision: Precision) -> Float {
        switch precision {
        case .float32: 1e-5
        case .float16: 1e-3
        case .bfloat16: 1e-2
        case .int8: 2e-2
        case .binary: .infinity
        }
    }

    @Test(
        "every precision scores within its bound of single precision, whatever computes it",
        arguments: Precision.allCases, [1, 7, 64, 96, 128, 321])
    func errors(precision: Precision, dimension: Int) throws {
        let documents = try batch([1, 2, 5, 12, 13, 64, 100], dimension: dimension)
        let query = try random(rows: 33, dimension: dimension, seed: 1)
        let exact = try MaxSim.scores(PreparedQuery(query), documents, backend: .blas)
        let stored = documents.converted(to: precision)
        let scores = try MaxSim.scores(query, stored)
        for (score, expected) in zip(scores, exact) {
            #expect(abs(score - expected) <= Self.bound(precision) * 33)
        }
        #expect(stored.byteCount == stored.rowCount * precision.bytesPerRow(dimension: dimension))
    }

    @Test("binary scores count equal signs less different ones", arguments: [1, 8, 31, 128])
    func binary(dimension: Int) throws {
        let documents = try batch([3, 20], dimension: dimension).converted(to: .binary)
        let query = try random(rows: 5, dimension: dimension, seed: 2)
        let scores = try MaxSim.scores(query, documents)
        for number in 0..<2 {
            let document = documents[number]
            let expected = (0..<5).reduce(0) { sum, row in
                sum
                    + (0..<document.rowCount).reduce(-dimension) { best, other in
                        max(
                            best,
                            (0..<dimension).reduce(0) { count, place in
                                let left = query.values[row * dimension + place] > 0
                                return count + (left == (document.values[other * dimension + place] > 0) ? 1 : -1)
                            })
                    }
            }
            #expect(scores[number] == Float(expected))
        }
        let asymmetric = try MaxSim.scores(PreparedQuery(query, for: .binary, isAsymmetric: true), documents)
        let decoded = try MaxSim.scores(query, MultiVectorBatch([documents[0], documents[1]]))
        for (score, expected) in zip(asymmetric, decoded) { #expect(abs(score - expected) < 1e-4) }
    }

    @Test("weights multiply maxima, a mask hides rows, and both agree with BLAS", arguments: Precision.allCases)
    func weightsAndMasks(precision: Precision) throws {
        let documents = try batch([4, 9, 1], dimension: 48).converted(to: precision)
        let query = try random(rows: 6, dimension: 48, seed: 3)
        let weights: [Float] = [1, 0, 2, 0.5, 0, 3]
        var mask = (0..<14).map { $0 % 3 != 0 }
        mask[13] = false
        let prepared = try PreparedQuery(query, for: precision, weights: weights)
        let scores = try MaxSim.scores(prepared, documents, mask: mask)
        #expect(scores[2] == 0)
        if precision != .binary {
            let reference = try MaxSim.scores(prepared, documents, mask: mask, backend: .blas)
            for (score, expected) in zip(scores, reference) {
                #expect(abs(score - expected) <= Self.bound(precision) * 6.5)
            }
        }
        let unit = try PreparedQuery(query, for: precision, weights: [0, 0, 1, 0, 0, 0])
        let matches = try MaxSim.bestRows(unit, documents, document: 1)
        #expect(abs(matches.reduce(0) { $0 + $1.score } - (try MaxSim.scores(unit, documents)[1])) < 1e-4)
    }

    @Test("the matches of a document add up to its score", arguments: Precision.allCases)
    func explanation(precision: Precision) throws {
        let documents = try batch([7, 300], dimension: 64).converted(to: precision)
        let query = try PreparedQuery(random(rows: 20, dimension: 64, seed: 4), for: precision)
        let scores = try MaxSim.scores(query, documents)
        for number in 0..<2 {
            let sum = try MaxSim.bestRows(query, documents, document: number).reduce(0) { $0 + $1.score }
            #expect(abs(sum - scores[number]) <= 1e-4 * max(1, abs(sum)))
        }
    }

    private func mixedLengths(_ precision: Precision) throws -> (MultiVectorBatch, [PreparedQuery]) {
        let documents = try batch((0..<300).map { 1 + $0 * 7 % 40 }, dimension: 32).converted(to: precision)
        let queries = try (0..<3).map { seed in
            try PreparedQuery(random(rows: 10, dimension: 32, seed: UInt64(seed)), for: precision)
        }
        return (documents, queries)
    }

    @Test("blocks of queries and collecting the best change nothing", arguments: Precision.allCases)
    func blocks(precision: Precision) throws {
        let (documents, queries) = try mixedLengths(precision)
        let expected = try queries.map { try MaxSim.scores($0, documents) }
        #expect(try MaxSim.scores(queries, documents) == expected)
        var reference = TopK(capacity: 17)
        for (row, score) in expected[1].enumerated() { reference.insert(row: row, score: score) }
        #expect(try MaxSim.topK(queries[1], documents, limit: 17) == reference.sorted())
    }

    @Test("threads change nothing", arguments: Precision.allCases, [1, 2, 5])
    func threads(precision: Precision, threads: Int) async throws {
        let (documents, queries) = try mixedLengths(precision)
        let scores = try await MaxSim.scores(queries[0], documents, threads: threads)
        let all = try await MaxSim.scores(queries, documents, threads: threads)
        let best = try await MaxSim.topK(queries[1], documents, limit: 17, threads: threads)
        let expected = try queries.map { try MaxSim.scores($0, documents) }
        #expect(scores == expected[0])
        #expect(all == expected)
        #expect(best == (try MaxSim.topK(queries[1], documents, limit: 17)))
    }

    @Test("a cancelled task stops scoring")
    func cancellation() async throws {
        let documents = try batch((0..<50).map { _ in 20 }, dimension: 16)
        let query = try PreparedQuery(random(rows: 4, dimension: 16, seed: 1))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await MaxSim.scores(query, documents, threads: 2)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("queries of more rows than a kernel takes are scored in parts")
    func longQueries() throws {
        let documents = try batch([3, 50], dimension: 16)
        let query = try random(rows: 700, dimension: 16, seed: 5)
        let scores = try MaxSim.scores(query, documents)
        let reference = try MaxSim.scores(PreparedQuery(query), documents, backend: .blas)
        for (score, expected) in zip(scores, reference) { #expect(abs(score - expected) < 1e-2) }
        #expect(try MaxSim.bestRows(query, documents[1]).count == 700)
    }

    @Test("a rough scan with an exact second stage gives the exact scores of the candidates")
    func reranking() throws {
        let documents = try batch((0..<200).map { _ in 12 }, dimension: 64)
        let query = try random(rows: 8, dimension: 64, seed: 6)
        let exact = try MaxSim.topK(PreparedQuery(query), documents, limit: 10)
        let binary = documents.converted(to: .binary)
        #expect(
            try MaxSim.topK(query, screening: binary, candidates: 200, reranking: documents, limit: 10) == exact)
        let few = try MaxSim.topK(query, screening: binary, candidates: 20, reranking: documents, limit: 10)
        let scores = try MaxSim.scores(query, documents)
        for hit in few { #expect(hit.score == scores[hit.id]) }
    }

    @Test("mean, symmetric score and Chamfer distance are what they are called")
    func variants() throws {
        let left = try random(rows: 5, dimension: 24, seed: 7)
        let right = try random(rows: 9, dimension: 24, seed: 8)
        let batch = try MultiVectorBatch([right])
        let score = try MaxSim.score(left, right)
        #expect(try MaxSim.meanScores(PreparedQuery(left), batch) == [score / 5])
        let symmetric = try MaxSim.symmetricScore(left, right)
        #expect(symmetric == (score / 5 + (try MaxSim.score(right, left)) / 9) / 2)
        #expect(try MaxSim.symmetricScore(right, left) == symmetric)
        #expect(abs(try MaxSim.chamferDistance(left, left)) < 1e-5)
        #expect(try MaxSim.chamferDistance(left, right) > 0.1)
    }

    @Test("mistakes in preparing and scoring are typed errors")
    func refusals() throws {
        let documents = try batch([2], dimension: 8)
        let query = try random(rows: 3, dimension: 8, seed: 9)
        #expect(throws: MaxSimError.self) { try PreparedQuery(query, weights: [1, 2]) }
        #expect(throws: MaxSimError.self) { try PreparedQuery(query, weights: [1, -1, 1]) }
        #expect(throws: MaxSimError.self) { try PreparedQuery(query, weights: [1, .nan, 1]) }
        #expect(throws: MaxSimError.self) { try MaxSim.scores(PreparedQuery(query, for: .int8), documents) }
        #expect(throws: MaxSimError.self) { try MaxSim.scores(PreparedQuery(query), documents, mask: [true]) }
        #expect(throws: MaxSimError.self) { try MaxSim.topK(PreparedQuery(query), documents, limit: -1) }
        #expect(throws: MaxSimError.self) { try MaxSim.bestRows(PreparedQuery(query), documents, document: 1) }
        for scales in [[1], [1, .nan], [1, -1]] as [[Float]] {
            #expect(throws: MaxSimError.self) {
                try MultiVectorBatch(codes: [1, 2, 3, 4], scales: scales, offsets: [0, 2], dimension: 2)
            }
        }
    }

    @Test("values beyond half precision are cut off, not made infinite")
    func saturation() throws {
        let documents = try MultiVectorBatch([MultiVector([1e30, -1e30, 1, 0], dimension: 4)])
        for precision in [Precision.float16, .bfloat16] {
            let values = documents.converted(to: precision)[0].values
            #expect(!values.contains { !$0.isFinite })
        }
    }

    @Test("batches come back from NumPy's files")
    func numPy() throws {
        let documents = try batch([3, 1, 4], dimension: 6)
        let read = try MultiVectorBatch(npy: documents.npyRows(), offsets: documents.npyOffsets())
        #expect(read.offsets == documents.offsets)
        for number in 0..<3 { #expect(read[number] == documents[number]) }
        #expect(throws: MaxSimError.self) { try MultiVectorBatch(npy: [1, 2, 3], offsets: documents.npyOffsets()) }
        #expect(throws: MaxSimError.self) {
            try MultiVectorBatch(npy: documents.npyRows(), offsets: documents.npyRows())
        }
    }
}
