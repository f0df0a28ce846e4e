// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore
import VDRMaxSim

/// Search by late interaction: the sum over the query's tokens of the greatest similarity with a token of the document.
struct TokenVectorSearch {
    private let embedder: QueryEmbedder
    private let snapshot: IndexSnapshot
    private let vectors: MultiVectorIndex

    /// Opens the token vectors of an index.
    init(_ embedder: QueryEmbedder, snapshot: IndexSnapshot, index: String) throws {
        guard let folder = embedder.tokenVectors else {
            throw CommandFailure(
                description: "\(index) was made without vectors of tokens; index again with --multi-vector")
        }
        self.embedder = embedder
        self.snapshot = snapshot
        vectors = try MultiVectorIndex(openingAt: folder.pages)
    }

    /// The best documents that a query's filter lets through: as many as were asked for, or all that there are.
    ///
    /// Vectors of a text that the index does not hold, as an interrupted update leaves them, are passed over.
    ///
    /// - Complexity: with a filter O(documents + rows of those that it keeps), and otherwise O(rows).
    func best(_ query: HybridQuery, explains: Bool) throws -> [FoundDocument] {
        let (rows, words) = try embedder.tokenVectors(of: query.text)
        let kept = try query.filter.map { try pages(matching: $0) }
        let pageCount = kept?.count ?? vectors.count
        var depth = query.limit
        while true {
            let hits = try vectors.searchPages(
                rows, limit: min(depth, pageCount), where: kept.map { kept in { page, _ in kept.contains(page) } })
            var found: [FoundDocument] = []
            for hit in hits where found.count < query.limit {
                guard let document = try snapshot.document(hit.id.document),
                    TokenVectorStore.page(of: document) == hit.id
                else { continue }
                found.append(try explained(document, hit, rows, words, explains: explains))
            }
            // Deeper and deeper, where stale vectors took places: mostly the first time is enough.
            if found.count == query.limit || hits.count == pageCount { return found }
            depth *= 8
        }
    }

    /// The pages of the documents that a filter keeps, so that no other is scored.
    private func pages(matching filter: Filter) throws -> Set<PageID> {
        var kept: Set<PageID> = []
        for page in vectors.pages {
            guard let document = try snapshot.document(page.document), filter.matches(document),
                TokenVectorStore.page(of: document) == page
            else { continue }
            kept.insert(page)
        }
        return kept
    }

    /// A document with the chunk that answers most of the query and, where that is wanted, the token that answers each of the
    /// query's, those of most worth first.
    private func explained(
        _ document: Document, _ hit: ScoredHit<PageID>, _ rows: MultiVector, _ words: [String], explains: Bool
    ) throws -> FoundDocument {
        var found = FoundDocument(document: document, score: Double(hit.score))
        let tokens = try embedder.storedTokens(of: document) ?? []
        let isWhole = tokens.first?.chunk == tokens.last?.chunk
        guard explains || !isWhole else { return found }
        let matches = try (vectors.bestRows(rows, page: hit.id) ?? []).sorted { $0.score > $1.score }
        if !isWhole { found.chunk = Self.bestChunk(matches, tokens) }
        guard explains else { return found }
        found.matches = matches.map { match in
            let row = match.documentRow
            return TokenMatch(
                query: words[match.queryRow], document: tokens.indices.contains(row) ? tokens[row].text : "row \(row)",
                score: match.score)
        }
        return found
    }

    /// The chunk whose tokens add most to the score, of equals the first.
    private static func bestChunk(_ matches: [RowMatch], _ tokens: [StoredToken]) -> Chunk? {
        var scores: [Int: Float] = [:]
        for match in matches where tokens.indices.contains(match.documentRow) {
            scores[tokens[match.documentRow].chunk.id.ordinal, default: 0] += match.score
        }
        let best = scores.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        return tokens.first { $0.chunk.id.ordinal == best }?.chunk
    }
}
#endif
