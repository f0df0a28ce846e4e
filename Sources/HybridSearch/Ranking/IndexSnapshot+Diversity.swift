// SPDX-License-Identifier: Apache-2.0

extension IndexSnapshot {
    /// The hits that are relevant and not alike, where the query asks for such.
    func diversified(
        _ hits: [FusedHit<Int>], _ legs: [GroupedRanking], _ query: HybridQuery
    ) throws(HybridSearchError) -> [FusedHit<Int>] {
        guard let diversity = query.diversity, !hits.isEmpty else { return hits }
        var embeddings: [[Float]] = []
        for hit in hits {
            guard let embedding = try embedding(at: Self.bestRow(Self.rows(of: hit, legs), hit)) else {
                throw HybridSearchError(
                    .missingVector, "the documents of this index have no embeddings, which diverse hits need")
            }
            embeddings.append(embedding)
        }
        return diversity.choose(query.limit, relevance: hits.map(\.score), embeddings: embeddings).map { hits[$0] }
    }

    /// The row by which each leg found a hit that did.
    static func rows(of hit: FusedHit<Int>, _ legs: [GroupedRanking]) -> [Int] {
        hit.contributions.map { part in
            legs.first { $0.ranking.leg == part.leg }?.row(of: hit.id) ?? hit.id
        }
    }

    /// The row of the leg that adds most to a hit's score.
    static func bestRow(_ rows: [Int], _ hit: FusedHit<Int>) -> Int {
        var best = 0
        for (place, part) in hit.contributions.enumerated()
        where part.contribution > hit.contributions[best].contribution { best = place }
        return rows.isEmpty ? hit.id : rows[best]
    }
}
