// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore

/// The result of a search.
struct SearchReport: Encodable {
    /// A stretch of a document's text.
    struct TextRange: Encodable {
        /// The bytes before it, in UTF-8.
        var start: Int
        /// The bytes before its end.
        var end: Int
        /// Whether it is less than the whole text.
        var isPart: Bool

        enum CodingKeys: CodingKey {
            case start, end
        }
    }

    struct Hit: Encodable {
        var rank: Int
        var id: String
        var title: String
        var score: Double
        var text: String
        var range: TextRange
        var passage: String
        var terms: [TermContribution]?
        var legs: [FusedHit<Int>.Contribution]?
        var tokens: [TokenMatch]?
    }

    var query: String
    var mode: String
    var documents: Int
    var chunks: Int
    var openSeconds: Double
    var modelSeconds: Double?
    var searchSeconds: Double
    var hits: [Hit]

    /// Shows the hits to a person.
    func show() {
        let texts = chunks == documents ? "documents" : "chunks"
        for hit in hits { hit.show(among: texts) }
        if hits.isEmpty { print(mode == "sparse" ? "no document holds any of these words" : "no document was found") }
        print(
            "\(hits.count) of \(documents.grouped) documents in \(Duration.seconds(searchSeconds).readable), "
                + "index opened in \(Duration.seconds(openSeconds).readable)"
                + (modelSeconds.map { ", model loaded in \(Duration.seconds($0).readable)" } ?? ""))
    }
}

extension SearchReport.Hit {
    /// Describes a document that was found.
    ///
    /// - Parameters:
    ///   - rank: Its place among the hits, from 1.
    ///   - found: The document and why it was found.
    ///   - query: The query.
    ///   - snapshot: The index.
    ///   - explains: Whether to say what adds to the score.
    ///   - marks: What is put around matched words.
    /// - Throws: `HybridSearchError` for a damaged index.
    init(
        rank: Int, _ found: FoundDocument, _ query: HybridQuery, in snapshot: IndexSnapshot, explains: Bool,
        marks: (opening: String, closing: String)
    ) throws {
        let terms = try found.row.map { try snapshot.explain(query, row: $0) }
        let highlighter = Highlighter(analyzer: snapshot.analyzer, maximumLength: 160)
        let weights = Dictionary(
            (terms ?? []).map { ($0.term, $0.inverseDocumentFrequency) }, uniquingKeysWith: max)
        let passage = highlighter.passage(in: found.text, matching: weights)
        self.init(
            rank: rank, id: found.document.id.rawValue, title: found.document.title, score: found.score,
            text: found.text.excerpt(200),
            range: SearchReport.TextRange(
                start: found.utf8Range.lowerBound, end: found.utf8Range.upperBound,
                isPart: found.utf8Range.count < found.document.text.utf8.count),
            passage: passage.rendered(opening: marks.opening, closing: marks.closing), terms: explains ? terms : nil,
            legs: explains && found.row != nil ? found.legs : nil, tokens: found.matches)
    }

    /// Shows the hit to a person, found among documents or their chunks.
    func show(among texts: String) {
        let title = title.isEmpty ? text : title
        let name = title.hasPrefix(id) ? "" : id + "  "
        print("\(rank). \(score.formatted(decimals: 3))  \(name)\(title.excerpt(90))")
        let place = range.isPart ? "bytes \(range.start.grouped)-\(range.end.grouped): " : ""
        print("     " + place + String(passage.map { $0.isNewline ? " " : $0 }))
        if let legs, legs.count > 1 || legs.first?.leg == .dense {
            for leg in legs {
                print(
                    "     \(leg.contribution.formatted(decimals: 4))  \(leg.leg): rank \(leg.rank), "
                        + "score \(Double(leg.score).formatted(decimals: 3))")
            }
        }
        for term in terms ?? [] {
            print(
                "     \(Double(term.score).formatted(decimals: 3))  \(term.term): \(term.termFrequency) of "
                    + "\(term.documentLength) terms here, in \(term.documentFrequency.grouped) \(texts)")
        }
        for token in tokens ?? [] {
            print("     \(Double(token.score).formatted(decimals: 3))  \(token.query) -> \(token.document)")
        }
    }
}
#endif
