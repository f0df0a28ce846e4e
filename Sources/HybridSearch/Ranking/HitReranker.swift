// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// Judges the best hits of a search once more, with a model that is too slow for all documents.
///
/// - **L1** It answers with one entry for each passage, in their order; a higher score is better.
/// - **L2** A score is finite. A passage that it does not judge has the entry `nil`.
///
/// Nothing that a search found is lost: hits that are not judged stay behind those that are, in the order of the search.
public protocol HitReranker: Sendable {
    /// Scores passages.
    ///
    /// - Parameters:
    ///   - passages: The texts of the hits' chunks, best first.
    ///   - query: The text of the query.
    /// - Returns: One entry for each passage, in order.
    /// - Throws: Whatever the model throws; the search then throws a ``HybridSearchError`` of code `rerankingFailed`.
    func scores(of passages: [String], for query: String) async throws -> [Float?]
}

extension IndexSnapshot {
    /// Searches, and lets a model order the best hits.
    ///
    /// - Parameters:
    ///   - query: What to look for, and how; its limit is that of the hits that are returned.
    ///   - reranker: The model.
    ///   - depth: How many hits the model sees; at least the query's limit are searched for.
    ///   - text: The text of the query as the model reads it; `nil` takes that of ``HybridQuery/text``.
    /// - Returns: The hits, those that were judged in front, by ``SearchHit/rerankScore`` and then by their rank.
    /// - Throws: A ``HybridSearchError`` as ``search(_:)`` does, or of code `rerankingFailed` where the model throws or breaks
    ///   a law of ``HitReranker``.
    public func search(
        _ query: HybridQuery, reranker: some HitReranker, depth: Int = 50, text: String? = nil
    ) async throws(HybridSearchError) -> [SearchHit] {
        guard depth >= 0 else {
            throw HybridSearchError(.invalidParameter, "reranking of \(depth) hits; give 0 or more")
        }
        var wide = query
        wide.limit = max(query.limit, depth)
        var hits = try search(wide)
        let judged = min(depth, hits.count)
        guard judged > 0 else { return Array(hits.prefix(query.limit)) }
        let scores: [Float?]
        do {
            scores = try await reranker.scores(
                of: hits.prefix(judged).map(\.chunk.text), for: text ?? query.text.description)
        } catch {
            throw HybridSearchError(
                .rerankingFailed, "the model that orders hits failed: \(error)", underlying: error)
        }
        guard scores.count == judged, scores.allSatisfy({ $0?.isFinite ?? true }) else {
            throw HybridSearchError(
                .rerankingFailed,
                "the model that orders hits gave \(scores.count) scores for \(judged) hits, or one that is not finite")
        }
        for (index, score) in scores.enumerated() { hits[index].rerankScore = score }
        return Self.reordered(hits).prefix(query.limit).map { $0 }
    }

    /// The hits with a score of a model first, best first, then the others; otherwise in their order.
    private static func reordered(_ hits: [SearchHit]) -> [SearchHit] {
        let order = hits.indices.sorted { left, right in
            switch (hits[left].rerankScore, hits[right].rerankScore) {
            case (let first?, let second?) where first != second: first > second
            case (_?, nil): true
            case (nil, _?): false
            default: left < right
            }
        }
        return order.map { hits[$0] }
    }
}
