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

            EXAMPLES
              rag search "copy files over ssh" --index ~/notes.rag
              rag search '+ssh "copy files"~2 -windows' --index ~/notes.rag
              rag search "copy files over ssh" --index ~/notes.rag --top-k 3 --explain --json
            """)

    /// The modes that a query of words alone can search in.
    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case sparse
    }

    @Argument(help: "What to look for.")
    var query: String

    @Option(help: ArgumentHelp("The folder of the index.", valueName: "folder"))
    var index: String

    @Option(help: "How to search: sparse (BM25 over words).")
    var mode: Mode = .sparse

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

    @Flag(help: "Show what each term adds to the score.")
    var explain = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard !query.allSatisfy(\.isWhitespace) else {
            throw ValidationError("The query is empty; give words to look for.")
        }
        guard topK >= 1 else { throw ValidationError("--top-k is \(topK); give at least 1.") }
    }

    /// The result of a run.
    struct Report: Encodable {
        struct Hit: Encodable {
            var rank: Int
            var id: String
            var title: String
            var score: Double
            var text: String
            var passage: String
            var terms: [TermContribution]?
        }

        var query: String
        var mode: String
        var documents: Int
        var openSeconds: Double
        var searchSeconds: Double
        var hits: [Hit]
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let snapshot = try IndexSnapshot(openingAt: index)
        let opened = clock.now
        var request = HybridQuery(try TextQuery(parsing: query), limit: topK)
        request.ranking = try BM25(k1: k1, b: b)
        request.filter = try filter.map { try Filter(parsing: $0) }
        let hits = try snapshot.search(request)
        let done = clock.now
        let highlighter = Highlighter(analyzer: snapshot.analyzer, maximumLength: 160)
        let (opening, closing) = json ? ("<em>", "</em>") : Console.isTerminal ? ("\u{1B}[1m", "\u{1B}[0m") : ("[", "]")

        let report = Report(
            query: query, mode: mode.rawValue, documents: snapshot.documentCount,
            openSeconds: (opened - start).seconds, searchSeconds: (done - opened).seconds,
            hits: try hits.enumerated().map { index, hit in
                let terms = try snapshot.explain(request, row: hit.row)
                let weights = Dictionary(terms.map { ($0.term, $0.inverseDocumentFrequency) }, uniquingKeysWith: max)
                let passage = highlighter.passage(in: hit.document.text, matching: weights)
                return Report.Hit(
                    rank: index + 1, id: hit.document.id.rawValue, title: hit.document.title, score: hit.score,
                    text: hit.document.text.excerpt(200), passage: passage.rendered(opening: opening, closing: closing),
                    terms: explain ? terms : nil)
            })
        if json {
            try Console.json(report)
        } else {
            show(report, openTime: opened - start, searchTime: done - opened)
        }
    }

    private func show(_ report: Report, openTime: Duration, searchTime: Duration) {
        for hit in report.hits {
            let title = hit.title.isEmpty ? hit.text : hit.title
            let name = title.hasPrefix(hit.id) ? "" : hit.id + "  "
            print("\(hit.rank). \(hit.score.formatted(decimals: 3))  \(name)\(title.excerpt(90))")
            print("     \(hit.passage.filter { !$0.isNewline })")
            for term in hit.terms ?? [] {
                print(
                    "     \(Double(term.score).formatted(decimals: 3))  \(term.term): \(term.termFrequency) of "
                        + "\(term.documentLength) terms here, in \(term.documentFrequency.grouped) documents")
            }
        }
        if report.hits.isEmpty { print("no document holds any of these words") }
        print(
            "\(report.hits.count) of \(report.documents.grouped) documents in \(searchTime.readable), index opened in \(openTime.readable)"
        )
    }
}
#endif
