// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

extension IndexSnapshot {
    /// Finds the rows nearest to each of many vectors, exactly.
    ///
    /// All vectors are compared with all rows by matrix products, so that a vector costs a fraction of what it costs alone; made
    /// for evaluations, for links between documents and for queries that come in numbers. A single query is answered sooner by
    /// ``search(_:)``.
    ///
    /// - Parameters:
    ///   - vectors: Embeddings by the model that embedded the documents.
    ///   - limit: The most rows to find for each.
    ///   - filter: Which documents may be found; `nil` for all.
    /// - Returns: For each vector the rows and their scores, best first; of equal scores the row that was added first. See
    ///   ``document(at:)`` for the documents.
    /// - Throws: A ``HybridSearchError`` of code `invalidParameter`, `missingVector`, `dimensionMismatch`, `notFinite`,
    ///   `zeroVector` or `corruptedIndex`.
    /// - Complexity: O(vectors · rows · dimension).
    public func nearest(
        to vectors: [[Float]], limit: Int = 10, filter: Filter? = nil
    ) throws(HybridSearchError) -> [[ScoredHit<Int>]] {
        guard limit >= 0 else {
            throw HybridSearchError(.invalidParameter, "a search for \(limit) hits; it may not be negative")
        }
        guard rowCount > 0, limit > 0 else { return vectors.map { _ in [] } }
        guard let field = self.vectors else {
            throw HybridSearchError(.missingVector, "the documents of this index have no embeddings")
        }
        let keptRows = try kept(filter)
        var hits: [[ScoredHit<Int>]] = []
        for start in stride(from: 0, to: vectors.count, by: Self.batchSize) {
            var values: [Float] = []
            for number in start..<min(start + Self.batchSize, vectors.count) {
                values += try field.prepared(vectors[number], of: "vector \(number)")
            }
            let batch = DenseBatch(values, field: field, limit: min(limit, rowCount))
            var tops = [TopK](repeating: TopK(capacity: batch.limit), count: batch.count)
            for (segment, kept) in zip(segments, keptRows) {
                guard let dense = segment.dense else { continue }
                batch.search(dense, kept: kept, firstRow: segment.firstRow, into: &tops)
            }
            hits += tops.map { $0.sorted() }
        }
        return hits
    }

    /// The vectors of one matrix product.
    private static let batchSize = 256
}
