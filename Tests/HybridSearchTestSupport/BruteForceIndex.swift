// SPDX-License-Identifier: Apache-2.0
import Foundation
package import HybridSearch
package import RAGCore

/// An index that keeps nothing but its rows and computes every score from them, in double precision.
package struct BruteForceIndex {
    private struct Row {
        var chunk: ChunkID
        var document: Document
        var words: [String]
        var embedding: [Float]
    }

    private var rows: [Row] = []

    /// Creates an index of documents.
    ///
    /// - Parameters:
    ///   - documents: The documents; words are what stands between spaces.
    ///   - shortestWord: The characters of the shortest words that count.
    ///   - chunks: The chunks of a document, all with embeddings.
    package init(
        _ documents: some Sequence<Document>, shortestWord: Int = 1, chunks: (Document) -> [IndexedChunk]
    ) {
        for document in documents {
            for (ordinal, chunk) in chunks(document).enumerated() {
                let text = document.title.isEmpty ? chunk.text : document.title + " " + chunk.text
                rows.append(
                    Row(
                        chunk: ChunkID(document: document.id, ordinal: ordinal), document: document,
                        words: text.split(separator: " ").map(String.init).filter { $0.count >= shortestWord },
                        embedding: chunk.embedding ?? []))
            }
        }
    }

    /// The BM25 score of every row that holds one of some words, with k1 1.2 and b 0.75.
    package func sparse(_ words: [String]) -> [ChunkID: Double] {
        let count = Double(rows.count)
        let average = Double(rows.reduce(0) { $0 + $1.words.count }) / count
        var scores: [ChunkID: Double] = [:]
        for word in words {
            let holding = Double(rows.count { $0.words.contains(word) })
            let rarity = log(1 + (count - holding + 0.5) / (holding + 0.5))
            for row in rows {
                let frequency = Double(row.words.count { $0 == word })
                guard frequency > 0 else { continue }
                let norm = 1.2 * (0.25 + 0.75 * Double(row.words.count) / average)
                scores[row.chunk, default: 0] += rarity * frequency / (frequency + norm)
            }
        }
        return scores
    }

    /// The dot product of every row's embedding with a vector.
    package func dense(_ vector: [Float]) -> [ChunkID: Double] {
        Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (row.chunk, zip(row.embedding, vector).reduce(0) { $0 + Double($1.0) * Double($1.1) })
            })
    }

    /// What a query must find: its words and its vector, by its mode, filter and grouping, fused by
    /// ``HybridSearch/Fusion/weighted(dense:sparse:)``; the window does not matter, as all rows are in it.
    ///
    /// - Parameters:
    ///   - words: The words of the query.
    ///   - query: The rest of it.
    /// - Returns: Each chunk, or each document as its chunk 0, with its score.
    package func answer(_ words: [String], _ query: HybridQuery) -> [ChunkID: Double] {
        var legs: [[ChunkID: Double]] = []
        if query.mode != .dense { legs.append(sparse(words)) }
        if query.mode != .sparse { legs.append(dense(query.vector ?? [])) }
        let kept = Set(rows.filter { row in query.filter.map { $0.matches(row.document) } ?? true }.map(\.chunk))
        legs = legs.map { leg in
            let hits = leg.filter { kept.contains($0.key) }
            guard query.grouping == .documents else { return hits }
            return Dictionary(
                hits.map { (ChunkID(document: $0.key.document, ordinal: 0), $0.value) }, uniquingKeysWith: max)
        }
        guard query.mode == .hybrid else { return legs[0] }
        var fused: [ChunkID: Double] = [:]
        for (leg, weight) in zip(legs, [0.3, 0.7]) {
            guard let least = leg.values.min(), let greatest = leg.values.max() else { continue }
            for (chunk, score) in leg {
                // Sums of the same summands in another order are equal but for rounding.
                let unit = greatest - least > 1e-9 ? (score - least) / (greatest - least) : 1
                fused[chunk, default: 0] += weight * unit
            }
        }
        return fused
    }
}

extension IndexSnapshot {
    /// What a query finds, in the form of ``BruteForceIndex/answer(_:_:)``.
    ///
    /// - Parameter query: The query.
    /// - Returns: Each chunk, or each document as its chunk 0, with its score.
    /// - Throws: What the search throws.
    package func scores(of query: HybridQuery) throws(HybridSearchError) -> [ChunkID: Double] {
        var scores: [ChunkID: Double] = [:]
        for hit in try search(query) {
            let ordinal = query.grouping == .chunks ? hit.chunk.id.ordinal : 0
            scores[ChunkID(document: hit.document.id, ordinal: ordinal)] = hit.score
        }
        return scores
    }
}
