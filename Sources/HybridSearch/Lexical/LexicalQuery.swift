// SPDX-License-Identifier: Apache-2.0

/// The distinct terms of a query with their weights over a whole collection.
///
/// Statistics come from every segment, so that splitting a collection into segments changes no score.
struct LexicalQuery: Sendable {
    /// A term of the query.
    struct Term: Sendable {
        var text: String
        /// How often the query names the term.
        var queryFrequency: Int
        /// The documents that hold it.
        var documentFrequency: Int
        /// Its inverse document frequency times ``queryFrequency``.
        var weight: Float
    }

    /// The terms that occur in the collection, in the order in which the query names them.
    let terms: [Term]

    /// The mean number of terms of a document.
    let averageLength: Float

    /// Weighs the terms of a query.
    ///
    /// - Parameters:
    ///   - words: The query's terms, with repetitions.
    ///   - segments: All segments of the collection.
    init(_ words: [String], over segments: [LexicalSegment]) {
        let documentCount = segments.reduce(0) { $0 + $1.rowCount }
        var counts: [String: Int] = [:]
        var distinct: [String] = []
        for word in words {
            if counts.updateValue(counts[word, default: 0] + 1, forKey: word) == nil { distinct.append(word) }
        }
        self.terms = distinct.compactMap { word in
            let holding = segments.reduce(0) { $0 + $1.postings(of: word).count }
            guard holding > 0 else { return nil }
            let named = counts[word, default: 1]
            let rarity = BM25.inverseDocumentFrequency(documentFrequency: holding, documentCount: documentCount)
            return Term(
                text: word, queryFrequency: named, documentFrequency: holding, weight: rarity * Float(named))
        }
        let totalLength = segments.reduce(0) { $0 + $1.totalLength }
        self.averageLength = documentCount > 0 ? Float(Double(totalLength) / Double(documentCount)) : 0
    }
}
