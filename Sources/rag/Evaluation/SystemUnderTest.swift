// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RAGCore
import VDRMaxSim
import _CorpusFiles
import _VectorMath

/// The systems that can be measured on a collection.
enum RetrievalSystem: String, ExpressibleByArgument, CaseIterable {
    case bm25, dense, maxsim, rrf, convex, hybrid
}

/// One retrieval system over the documents of a collection, queried by text and by the row of the query's embedding.
struct SystemUnderTest {
    private let system: RetrievalSystem
    private let fusion: Fusion
    private let snapshot: IndexSnapshot?
    private let queryVectors: EmbeddingRows?
    private let lateInteraction: LateInteractionRun?
    /// The number of the document that each row of the index belongs to.
    private let documentNumbers: [Int]

    /// The hits of each leg that take part in a fusion.
    static let window = 200

    /// Indexes the documents of a collection.
    ///
    /// - Parameters:
    ///   - system: The system.
    ///   - documents: The documents.
    ///   - collection: Where their embeddings are.
    ///   - encoded: Embeddings in place of those.
    ///   - options: How late interaction works.
    ///   - fusion: The name of the fusion of `hybrid`.
    /// - Throws: What reading the embeddings or indexing throws.
    init(
        _ system: RetrievalSystem, documents: [Document], collection: EvaluationCollection,
        encoded: EncodedCollection? = nil, lateInteraction options: LateInteractionOptions, fusion: String? = nil
    ) throws {
        self.system = system
        self.fusion = try Fusion.named(system == .convex ? "convex" : fusion ?? "rrf")
        guard system != .maxsim else {
            lateInteraction =
                try encoded?.lateInteraction(options)
                ?? LateInteractionRun(collection, documentCount: documents.count, options: options)
            snapshot = nil
            documentNumbers = []
            queryVectors = nil
            return
        }
        lateInteraction = nil
        var chunks = encoded?.documents ?? []
        if let encoded {
            queryVectors = encoded.queries
        } else if system == .bm25 {
            queryVectors = nil
            chunks = documents.map { [IndexedChunk(DocumentChunk(whole: $0).chunk)] }
        } else {
            let vectors = try EmbeddingRows(collection.path(of: .denseDocuments), expectedRows: documents.count)
            chunks = documents.enumerated().map { row, document in
                [IndexedChunk(DocumentChunk(whole: document).chunk, embedding: vectors[row])]
            }
            queryVectors = try EmbeddingRows(collection.path(of: .denseQueries), expectedRows: nil)
        }
        documentNumbers = chunks.enumerated().flatMap { number, chunks in chunks.map { _ in number } }
        var writer = try IndexWriter()
        for (document, chunks) in zip(documents, chunks) { try writer.add(document, chunks: chunks) }
        snapshot = try writer.commit()
    }

    /// The numbers of the best documents.
    func search(_ text: String, queryRow: Int, limit: Int) throws -> [ScoredHit<Int>] {
        if let lateInteraction { return try lateInteraction.search(queryRow: queryRow, limit: limit) }
        guard let snapshot else { return [] }
        return try snapshot.search(query(text, row: queryRow, limit: limit))
            .map { ScoredHit(id: documentNumbers[$0.row], score: Float($0.score)) }
    }

    /// What the legs of a fusion find.
    func rankings(_ text: String, queryRow: Int) throws -> [Ranking<Int>] {
        try snapshot?.rankings(of: query(text, row: queryRow, limit: Self.window)) ?? []
    }

    private func query(_ text: String, row: Int, limit: Int) throws -> HybridQuery {
        var query = HybridQuery(text, vector: try queryVectors?.row(row), limit: limit)
        if system == .dense { query.mode = .dense }
        query.grouping = .documents
        query.fusion = fusion
        query.window = Self.window
        return query
    }
}

/// A matrix of embeddings from a file, one row a document or query.
struct EmbeddingRows {
    private let values: [Float]
    private let dimension: Int
    private let path: String

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: A `.npy` file of `rows × dimension` floats.
    ///   - expectedRows: The number of rows that it must have, or `nil` for any.
    /// - Throws: An error that names the file and the shape that is expected.
    init(_ path: String, expectedRows: Int?) throws {
        let array = try NumPyFile.read(path)
        guard array.shape.count == 2, array.shape[1] > 0, array.shape[0] == expectedRows ?? array.shape[0] else {
            let rows = expectedRows.map(String.init) ?? "queries"
            throw VectorMathError(
                .unexpectedArray, "\(path) has the shape \(array.shape); expected [\(rows), dimension]")
        }
        self.values = array.floats()
        self.dimension = array.shape[1]
        self.path = path
    }

    /// Takes vectors of one length.
    init(_ vectors: [[Float]], source: String) {
        values = Array(vectors.joined())
        dimension = vectors.first?.count ?? 0
        path = source
    }

    subscript(row: Int) -> [Float] { Array(values[(row * dimension)..<((row + 1) * dimension)]) }

    /// A row that the file may not have.
    func row(_ row: Int) throws -> [Float] {
        guard (row + 1) * dimension <= values.count else {
            throw VectorMathError(
                .unexpectedArray, "\(path) has \(values.count / dimension) rows, but there are more queries")
        }
        return self[row]
    }
}
#endif
