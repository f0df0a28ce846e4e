// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

/// Why a hit stands where it stands: what each leg says of it, found or not, and how that became its score.
public struct HitExplanation: Hashable, Sendable {
    /// The chunk that was found.
    public var chunk: ChunkID

    /// The score of the search.
    public var score: Double

    /// The parts of the score by leg; a leg that did not have the hit in its window is absent.
    public var legs: [FusedHit<Int>.Contribution]

    /// What each term of the query adds to the sparse score of the row by which the sparse leg found it, or of the chunk.
    public var terms: [TermContribution]

    /// The sparse score: the sum over the terms, but for rounding; 0 where the chunk holds none of them.
    public var sparseScore: Float

    /// The dense score of the row by which the dense leg found it, or of the chunk; `nil` where query or index have no
    /// embeddings.
    public var denseScore: Float?
}

extension IndexSnapshot {
    /// Explains a hit over both legs, whatever the mode of the query was.
    ///
    /// - Parameters:
    ///   - hit: A hit of this snapshot.
    ///   - query: The query that found it.
    /// - Returns: The explanation.
    /// - Throws: A ``HybridSearchError`` of code `dimensionMismatch`, `notFinite` or `corruptedIndex`.
    /// - Complexity: O(terms · log postings + dimension).
    public func explanation(of hit: SearchHit, for query: HybridQuery) throws(HybridSearchError) -> HitExplanation {
        func row(_ leg: Leg) -> Int {
            zip(hit.legs, hit.rows).first { $0.0.leg == leg }?.1 ?? hit.row
        }
        let terms = try explain(query, row: row(.sparse))
        var denseScore: Float?
        if let vectors, let vector = query.vector {
            let prepared = try vectors.prepared(vector, of: "the query's embedding")
            denseScore = self.denseScore(of: row(.dense), DenseQuery(prepared, field: vectors, limit: 1))
        }
        return HitExplanation(
            chunk: hit.chunk.id, score: hit.score, legs: hit.legs, terms: terms,
            sparseScore: terms.reduce(0) { $0 + $1.score }, denseScore: denseScore)
    }

    /// The embedding of a row, or `nil` where the index has none.
    ///
    /// - Parameter row: A row of this snapshot.
    /// - Returns: As many values as ``dimension`` says, as they are stored: rounded to ``vectors``' precision, and of length 1
    ///   where the metric is the cosine.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    public func embedding(at row: Int) throws(HybridSearchError) -> [Float]? {
        let (segment, local) = locate(row)
        guard let dense = segments[segment].dense else { return nil }
        var values = [Float](repeating: 0, count: dense.field.dimension)
        var span = values.mutableSpan
        dense.rows.read(local, into: &span, at: 0)
        return values
    }
}
