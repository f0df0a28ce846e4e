// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

extension LexicalSegment {
    /// Scores every row that holds a term of the query, term at a time, and offers it to a collector.
    ///
    /// - Parameters:
    ///   - query: The weighted terms.
    ///   - ranking: The ranking function.
    ///   - firstRow: The number of this segment's first row in the whole collection.
    ///   - top: Receives the rows that score.
    /// - Complexity: O(postings of the query's terms + rows).
    func search(_ query: LexicalQuery, ranking: BM25, firstRow: Int, into top: inout TopK) {
        guard !query.terms.isEmpty, rowCount > 0 else { return }
        let norms = lengths.map { ranking.lengthNorm(length: $0, averageLength: query.averageLength) }
        var scores = [Float](repeating: 0, count: rowCount)
        for term in query.terms {
            for position in postings(of: term.text) {
                let row = Int(rows[position])
                let frequency = Float(frequencies[position])
                scores[row] += term.weight * frequency / (frequency + norms[row])
            }
        }
        for (row, score) in scores.enumerated() where score > 0 {
            top.insert(row: firstRow + row, score: score)
        }
    }

    /// What each term of a query contributes to the score of a row.
    ///
    /// - Complexity: O(terms · log postings).
    func explain(_ query: LexicalQuery, ranking: BM25, row: Int) -> [TermContribution] {
        let norm = ranking.lengthNorm(length: lengths[row], averageLength: query.averageLength)
        return query.terms.compactMap { term in
            let count = frequency(of: term.text, row: row)
            guard count > 0 else { return nil }
            return TermContribution(
                term: term.text, queryFrequency: term.queryFrequency, documentFrequency: term.documentFrequency,
                termFrequency: count, documentLength: Int(lengths[row]),
                score: term.weight * Float(count) / (Float(count) + norm))
        }
    }
}
