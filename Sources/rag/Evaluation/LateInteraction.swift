// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import VDRMaxSim
import _CorpusFiles
import _VectorMath

/// The multi-vectors of a collection: every document is a page of one index.
struct LateInteraction {
    private let documents: MultiVectorBatch
    private let queries: MultiVectorBatch

    init(_ collection: EvaluationCollection, documentCount: Int) throws {
        documents = try Self.documents(of: collection)
        let offsets = try NumPyFile.read(collection.path(of: .multiQueryOffsets)).integers()
        let path = try collection.path(of: .multiQueries)
        queries = try Self.batch(NumPyFile.read(path), scales: nil, offsets: offsets, path: path)
        guard documents.count == documentCount else {
            throw VectorMathError(
                .unexpectedArray,
                "\(collection.folder) has multi-vectors of \(documents.count) documents, but \(documentCount) documents"
            )
        }
    }

    /// The rows of the best documents.
    func search(queryRow: Int, limit: Int) throws -> [ScoredHit<Int>] {
        guard queryRow < queries.count else {
            throw VectorMathError(
                .unexpectedArray, "there are multi-vectors of \(queries.count) queries, but more queries")
        }
        var top = TopK(capacity: min(limit, documents.count))
        for (row, score) in try MaxSim.scores(queries[queryRow], documents).enumerated() {
            top.insert(row: row, score: score)
        }
        return top.sorted()
    }

    private static func documents(of collection: EvaluationCollection) throws -> MultiVectorBatch {
        let offsets = try NumPyFile.read(collection.path(of: .multiDocumentOffsets)).integers()
        if let path = collection.pathIfPresent(of: .multiDocuments) {
            return try batch(NumPyFile.read(path), scales: nil, offsets: offsets, path: path)
        }
        let path = try collection.path(of: .multiDocumentsQuantized)
        let scales = try NumPyFile.read(collection.path(of: .multiDocumentScales)).floats()
        return try batch(NumPyFile.read(path), scales: scales, offsets: offsets, path: path)
    }

    private static func batch(
        _ array: NumPyArray, scales: [Float]?, offsets: [Int], path: String
    ) throws -> MultiVectorBatch {
        guard array.shape.count == 2, array.shape[1] > 0, array.shape[0] == scales?.count ?? array.shape[0] else {
            throw VectorMathError(
                .unexpectedArray, "\(path) has the shape \(array.shape); expected [tokens, dimension], a scale a token")
        }
        let dimension = array.shape[1]
        var values = array.floats()
        if let scales {
            for index in values.indices { values[index] *= scales[index / dimension] }
        }
        return try MultiVectorBatch(values, offsets: offsets, dimension: dimension)
    }
}
#endif
