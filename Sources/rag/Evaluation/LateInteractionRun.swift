// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import VDRMaxSim
import _CorpusFiles
import _VectorMath

/// How late interaction is measured.
struct LateInteractionOptions: Sendable {
    /// The precision of the documents' rows.
    var precision = Precision.float32

    /// About how many rows of a document become one by hierarchical pooling; 1 for no pooling.
    var pooling = 1

    /// The share of the documents that a scan in low precision hands to an exact second stage; `nil` for one stage.
    var rerankedShare: Double?
}

/// The multi-vectors of a collection, documents and queries.
struct LateInteractionRun {
    private let documents: MultiVectorBatch
    private let exact: MultiVectorBatch?
    private let candidates: Int
    private let queries: MultiVectorBatch

    /// Reads the multi-vectors of a collection.
    init(_ collection: EvaluationCollection, documentCount: Int, options: LateInteractionOptions) throws {
        let stored = try Self.documents(of: collection)
        guard stored.count == documentCount else {
            throw VectorMathError(
                .unexpectedArray,
                "\(collection.folder) has multi-vectors of \(stored.count) documents, but \(documentCount) documents")
        }
        let queries = try NumPyFile.batch(
            rows: collection.path(of: .multiQueries), offsets: collection.path(of: .multiQueryOffsets))
        try self.init(documents: stored, queries: queries, options: options)
    }

    /// Takes multi-vectors.
    init(documents stored: MultiVectorBatch, queries: MultiVectorBatch, options: LateInteractionOptions) throws {
        var stored = stored
        if options.pooling > 1 {
            // The first row is the token that stands for the whole text.
            stored = try stored.pooled(by: HierarchicalPooling(factor: options.pooling, protectedRows: 1))
        }
        documents = stored.converted(to: options.precision)
        exact = options.rerankedShare == nil ? nil : stored
        candidates = Int((Double(stored.count) * (options.rerankedShare ?? 1)).rounded(.up))
        self.queries = queries
    }

    /// The rows of the best documents.
    func search(queryRow: Int, limit: Int) throws -> [ScoredHit<Int>] {
        guard queryRow < queries.count else {
            throw VectorMathError(
                .unexpectedArray, "there are multi-vectors of \(queries.count) queries, but more queries")
        }
        let query = queries[queryRow]
        if let exact {
            return try MaxSim.topK(
                query, screening: documents, candidates: candidates, reranking: exact, limit: limit)
        }
        return try MaxSim.topK(PreparedQuery(query, for: documents.precision), documents, limit: limit)
    }

    /// The documents' rows in single precision, as the reference rankings were made from them.
    private static func documents(of collection: EvaluationCollection) throws -> MultiVectorBatch {
        let offsets = try collection.path(of: .multiDocumentOffsets)
        if let rows = collection.pathIfPresent(of: .multiDocuments) {
            return try NumPyFile.batch(rows: rows, offsets: offsets)
        }
        return try NumPyFile.batch(
            rows: collection.path(of: .multiDocumentsQuantized), offsets: offsets,
            scales: collection.path(of: .multiDocumentScales)
        ).converted(to: .float32)
    }
}
#endif
