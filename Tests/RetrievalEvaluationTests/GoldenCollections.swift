// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import RetrievalEvaluation

/// What `Fixtures/make_golden.py` wrote: synthetic collections with the values that reference implementations give.
struct GoldenCollections: Decodable {
    let collections: [Collection]
    let permutations: [Permutation]

    struct Collection: Decodable {
        let judgements: [String: [String: Int]]
        let run: [String: [String: Double]]
        /// By relevance level, query and name of the metric.
        let values: [String: [String: [String: Double]]]
    }

    struct Permutation: Decodable {
        let differences: [Double]
        let p: Double
    }

    static let golden: GoldenCollections = {
        let location = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/golden.json")
        do {
            return try JSONDecoder().decode(GoldenCollections.self, from: Data(contentsOf: location))
        } catch {
            preconditionFailure("run Fixtures/make_golden.py: \(error)")
        }
    }()
}

extension Judgements {
    /// Judgements from plain names, as references write them.
    init(named grades: [String: [String: Int]]) {
        self.init(
            Dictionary(
                uniqueKeysWithValues: grades.map { query, documents in
                    (QueryID(query), Dictionary(uniqueKeysWithValues: documents.map { (DocumentID($0), $1) }))
                }
            )
        )
    }
}

extension Run {
    /// A run from plain names and scores without an order; only ``Order/trec`` makes sense of it.
    init(system: String, named scores: [String: [String: Double]]) throws {
        try self.init(
            system: system,
            rankings: Dictionary(
                uniqueKeysWithValues: scores.map { query, hits in
                    (QueryID(query), hits.map { ScoredHit(id: DocumentID($0), score: Float($1)) })
                }
            )
        )
    }
}
