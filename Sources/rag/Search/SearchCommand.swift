// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RAGCore

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search an index.",
        discussion: """
            Words alone find documents that hold any of them. Also: +needed -excluded "a phrase" "words near"~3 \
            begin* important^2, and @2 for at least two matching clauses; \\ before a character takes it literally.

            An index that was made with --embed is searched by words and by meaning, fused; what is excluded counts for the \
            words alone. The query is embedded by the model that the index names. A long document is found there by the best \
            of its chunks, in which words that are needed have to stand together; --json has the chunk's bytes in the \
            document's text as range.

            EXAMPLES
              rag search "copy files over ssh" --index ~/notes.rag
              rag search '+ssh "copy files"~2 -windows' --index ~/notes.rag
              rag search "copy files over ssh" --index ~/notes.rag --mode vdr --top-k 3 --explain --json
            """)

    @Argument(help: "What to look for.")
    var query: String

    @Option(help: ArgumentHelp("The folder of the index.", valueName: "folder"))
    var index: String

    @Option(
        help: """
            How to search: sparse (BM25 over words), dense (the meaning of a chunk), hybrid (both, fused), vdr (late \
            interaction of tokens). By default hybrid where the index has embeddings, and otherwise sparse.
            """)
    var mode: SearchMode?

    @Option(help: ArgumentHelp("The most hits to show, at least 1.", valueName: "count"))
    var topK = 10

    @Option(
        help: ArgumentHelp(
            "Which documents may be found, such as 'year >= 2020 and tag in (a, b)'.", valueName: "condition"))
    var filter: String?

    @Option(help: ArgumentHelp("BM25: how slowly repetitions of a word saturate.", valueName: "number"))
    var k1: Float = 1.2

    @Option(help: ArgumentHelp("BM25: how much length counts, 0 to 1.", valueName: "number"))
    var b: Float = 0.75

    @Option(
        help: ArgumentHelp(
            "How words and meaning become one ranking in mode hybrid: \(Fusion.names.joined(separator: ", ")).",
            valueName: "name"))
    var fusion = "rrf"

    @OptionGroup(title: "EMBEDDING") var embedding: QueryEmbeddingOptions

    @Flag(help: "Show what each term, each leg or each token adds to the score.")
    var explain = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard !query.allSatisfy(\.isWhitespace) else {
            throw ValidationError("The query is empty; give words to look for.")
        }
        guard topK >= 1 else { throw ValidationError("--top-k is \(topK); give at least 1.") }
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let snapshot = try IndexSnapshot(searchedAt: index)
        let opened = clock.now
        var request = HybridQuery(try TextQuery(parsing: query), limit: topK)
        request.ranking = try BM25(k1: k1, b: b)
        request.filter = try filter.map { try Filter(parsing: $0) }
        request.fusion = try Fusion.named(fusion)
        request.grouping = .documents
        let mode = mode ?? (snapshot.dimension == nil ? .sparse : .hybrid)
        let embedder = try QueryEmbedder(embedding, snapshot: snapshot, index: index, mode: mode)
        let embedded = clock.now
        let found = try find(request, mode, embedder, in: snapshot)
        let done = clock.now
        let marks = json ? ("<em>", "</em>") : Console.isTerminal ? ("\u{1B}[1m", "\u{1B}[0m") : ("[", "]")
        let report = SearchReport(
            query: query, mode: mode.rawValue, documents: snapshot.documentCount, chunks: snapshot.rowCount,
            openSeconds: (opened - start).seconds, modelSeconds: embedder.map { _ in (embedded - opened).seconds },
            searchSeconds: (done - embedded).seconds,
            hits: try found.enumerated().map { place, hit in
                try SearchReport.Hit(rank: place + 1, hit, request, in: snapshot, explains: explain, marks: marks)
            })
        if json { try Console.json(report) } else { report.show() }
    }

    private func find(
        _ request: HybridQuery, _ mode: SearchMode, _ embedder: QueryEmbedder?, in snapshot: IndexSnapshot
    ) throws -> [FoundDocument] {
        guard mode == .vdr else {
            var request = request
            request.mode = mode == .dense ? .dense : mode == .hybrid ? .hybrid : .sparse
            if mode != .sparse { request.vector = try embedder?.vector(of: request.text) }
            return try snapshot.search(request).map { hit in
                FoundDocument(
                    document: hit.document, chunk: hit.chunk, score: hit.score, row: hit.row, legs: hit.legs)
            }
        }
        guard let embedder else { return [] }
        let search = try TokenVectorSearch(embedder, snapshot: snapshot, index: index)
        return try search.best(request, explains: explain)
    }
}

/// How an index is searched.
enum SearchMode: String, ExpressibleByArgument, CaseIterable {
    case sparse, dense, hybrid, vdr
}

/// A document that was found, in whichever mode.
struct FoundDocument {
    var document: Document
    /// The chunk of the document that was found, or `nil` for all of it.
    var chunk: Chunk?
    var score: Double
    /// The chunk's row in the snapshot, where the search was by rows.
    var row: Int?
    /// What each leg found it by.
    var legs: [FusedHit<Int>.Contribution] = []
    /// What each token of the query matched.
    var matches: [TokenMatch]?

    /// The text that was found.
    var text: String { chunk?.text ?? document.text }

    /// Where it stands in the document's text, in UTF-8 bytes.
    var utf8Range: Range<Int> { chunk?.utf8Range ?? 0..<document.text.utf8.count }
}

/// The token of a document that answers a token of a query best.
struct TokenMatch: Encodable {
    var query: String
    var document: String
    var score: Float
}
#endif
