// SPDX-License-Identifier: Apache-2.0
import RAGCore

extension Run {
    /// Reads a TREC run file: lines of `query Q0 document rank score system`.
    ///
    /// Columns are separated by tabs or blanks; the second column is not used. Within a query the rank column gives the
    /// order, and of equal ranks the earlier line; ``Order/trec`` looks at the scores instead.
    ///
    /// - Parameter text: The whole file, of one system.
    /// - Throws: `malformedLine`, `invalidRank`, `invalidScore` (not a number, or NaN), `duplicateDocument` or
    ///   `mixedSystems` with the line, or `emptyText`.
    /// - Complexity: O(n log n) for n lines.
    public init(parsing text: String) throws(RetrievalEvaluationError) {
        var system: String?
        var seen: [QueryID: Set<DocumentID>] = [:]
        var ranked: [QueryID: [(rank: Int, line: Int, hit: ScoredHit<DocumentID>)]] = [:]
        try FieldedLine.forEach(of: text, columns: ["query", "Q0", "document", "rank", "score", "system"]) {
            (line) throws(RetrievalEvaluationError) in
            let query = QueryID(String(line.fields[0]))
            let (rank, hit) = try Self.rankedHit(of: line)
            let name = system ?? String(line.fields[5])
            guard line.fields[5] == name else {
                throw RetrievalEvaluationError(
                    .mixedSystems,
                    line: line.number,
                    "expected the run of \"\(name)\" alone, found \"\(line.fields[5])\"; split the file by system"
                )
            }
            system = name
            guard seen[query, default: []].insert(hit.id).inserted else {
                throw RetrievalEvaluationError(
                    .duplicateDocument,
                    line: line.number,
                    "expected each document once, but \(hit.id) is ranked twice for query \(query)"
                )
            }
            ranked[query, default: []].append((rank, line.number, hit))
        }
        // A text without a line has been refused above, so there is a system.
        self.init(
            system: system ?? "",
            distinct: ranked.mapValues { hits in
                hits.sorted { ($0.rank, $0.line) < ($1.rank, $1.line) }.map(\.hit)
            }
        )
    }

    /// Writes a TREC run file, queries ascending and ranks counted from 1.
    ///
    /// Scores are written so that reading them gives the same `Float`. trec_eval orders by score and not by rank: where
    /// scores tie or do not descend it will score another ranking than this one (see ``Order/trec``).
    ///
    /// - Returns: Lines of `query Q0 document rank score system`, each ended by a line feed. A query with an empty
    ///   ranking has no line.
    /// - Throws: `unwritableName` where the system, a query or a document has an empty name or one with a blank,
    ///   `invalidScore` where a score is not a number.
    /// - Complexity: O(n) for n hits.
    public func trecText() throws(RetrievalEvaluationError) -> String {
        var text = ""
        for query in queries {
            for (index, hit) in (rankings[query] ?? []).enumerated() {
                for name in [query.rawValue, hit.id.rawValue, system] where !FieldedLine.canHold(name) {
                    throw RetrievalEvaluationError(
                        .unwritableName,
                        "expected a name without blanks, found \"\(name)\"; the columns of a run file are split at blanks"
                    )
                }
                guard !hit.score.isNaN else {
                    throw RetrievalEvaluationError(
                        .invalidScore,
                        "expected a number as score, but \(hit.id) of query \(query) has none"
                    )
                }
                text += "\(query) Q0 \(hit.id) \(index + 1) \(hit.score) \(system)\n"
            }
        }
        return text
    }

    private static func rankedHit(
        of line: FieldedLine
    ) throws(RetrievalEvaluationError) -> (rank: Int, hit: ScoredHit<DocumentID>) {
        guard let rank = Int(line.fields[3]) else {
            throw RetrievalEvaluationError(
                .invalidRank,
                line: line.number,
                "expected a whole number as rank, found \"\(line.fields[3])\""
            )
        }
        guard let score = Float(line.fields[4]), !score.isNaN else {
            throw RetrievalEvaluationError(
                .invalidScore,
                line: line.number,
                "expected a number as score, found \"\(line.fields[4])\""
            )
        }
        return (rank, ScoredHit(id: DocumentID(String(line.fields[2])), score: score))
    }
}
