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
            throw CommandFailure(description: "\(index) was made without vectors of tokens")
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
                var one = FoundDocument(document: document, text: document.text, score: Double(hit.score))
                if explains { one.matches = try matches(rows, words, one, hit.id) }
                found.append(one)
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

    /// Which token of a document answers each token of the query, those of most worth first.
    private func matches(
        _ rows: MultiVector, _ words: [String], _ document: FoundDocument, _ page: PageID
    ) throws -> [TokenMatch] {
        let answers = embedder.words(of: document)
        return try (vectors.bestRows(rows, page: page) ?? []).sorted { $0.score > $1.score }.map { match in
            let answer = answers.flatMap { $0.indices.contains(match.documentRow) ? $0[match.documentRow] : nil }
            return TokenMatch(
                query: words[match.queryRow], document: answer ?? "row \(match.documentRow)", score: match.score)
        }
    }
}
#endif
