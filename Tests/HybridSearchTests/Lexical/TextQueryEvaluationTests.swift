// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct TextQueryEvaluationTests {
    private func texts(_ count: Int, _ generator: inout SplitMix64) -> [[String]] {
        (0..<count).map { _ in
            (0..<Int(generator.next() % 14)).map { _ in
                "\("abcde".randomElement(using: &generator) ?? "a")\(generator.next() % 3)"
            }
        }
    }

    private func snapshot(_ texts: [[String]], positions: Bool = true) throws -> IndexSnapshot {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer(), storesPositions: positions))
        for (row, words) in texts.enumerated() {
            try writer.add(Document(id: DocumentID("\(row)"), text: words.joined(separator: " ")))
            if row == texts.count / 2 { try writer.commit() }
        }
        for row in stride(from: 3, to: texts.count, by: 11) { try writer.delete(DocumentID("\(row)")) }
        return try writer.commit()
    }

    /// Whether a document matches a clause, by definition.
    private func matches(_ words: [String], _ matching: TextQuery.Clause.Matching, any: Bool) -> Bool {
        switch matching {
        case .words(let text):
            let wanted = text.split(separator: " ").map { String($0) }
            return any ? wanted.contains { words.contains($0) } : wanted.allSatisfy { words.contains($0) }
        case .prefix(let text):
            return words.contains { $0.hasPrefix(text) }
        case .phrase(let text, let slop):
            let wanted = text.split(separator: " ").map { String($0) }
            func place(_ index: Int, _ low: Int, _ high: Int) -> Bool {
                guard index < wanted.count else { return true }
                return words.indices.contains { position in
                    let shifted = position - index
                    let (newLow, newHigh) = (min(low, shifted), max(high, shifted))
                    return words[position] == wanted[index] && newHigh - newLow <= slop
                        && place(index + 1, newLow, newHigh)
                }
            }
            return words.indices.contains { words[$0] == wanted[0] && place(1, $0, $0) }
        }
    }

    @Test("clauses find what they say, in any combination, with phrases, slop and beginnings", arguments: 0..<8)
    func clauses(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let texts = texts(150, &generator)
        let snapshot = try snapshot(texts)
        for _ in 0..<60 {
            func word() -> String { "\("abcde".randomElement(using: &generator) ?? "a")\(generator.next() % 3)" }
            let clauses = (0..<1 + Int(generator.next() % 4)).map { _ -> TextQuery.Clause in
                let occurrence: TextQuery.Clause.Occurrence = [.should, .should, .must, .mustNot][
                    Int(generator.next() % 4)]
                let matching: TextQuery.Clause.Matching =
                    switch generator.next() % 4 {
                    case 0: .phrase("\(word()) \(word())", slop: Int(generator.next() % 3))
                    case 1: .prefix("\("abcde".randomElement(using: &generator) ?? "a")")
                    case 2: .words("\(word()) \(word())")
                    default: .words(word())
                    }
                return TextQuery.Clause(matching, occurrence, boost: Float(1 + generator.next() % 3))
            }
            let minimum = Int(generator.next() % 3)
            let query = TextQuery(clauses: clauses, minimumShouldMatch: minimum)
            let optional = clauses.filter { $0.occurrence == .should }
            let expected = texts.indices.filter { row in
                guard row < 3 || (row - 3) % 11 != 0 else { return false }
                let matched = optional.count { matches(texts[row], $0.matching, any: true) }
                let required = clauses.filter { $0.occurrence == .must }
                return required.allSatisfy { matches(texts[row], $0.matching, any: false) }
                    && !clauses.contains { $0.occurrence == .mustNot && matches(texts[row], $0.matching, any: false) }
                    && matched >= min(minimum, optional.count) && (matched > 0 || !required.isEmpty)
            }
            let hits = try snapshot.search(HybridQuery(query, limit: 1_000))
            #expect(Set(hits.map(\.document.id.rawValue)) == Set(expected.map(String.init)), "\(query)")
            for hit in hits {
                let parts = try snapshot.explain(HybridQuery(query), row: hit.row)
                #expect(abs(parts.reduce(0) { $0 + Double($1.score) } - hit.score) < 1e-4 * max(1, hit.score))
            }
        }
    }

    @Test("a phrase needs positions, a field needs to be there, a boost is positive")
    func refusals() throws {
        let snapshot = try snapshot([["a0", "b0"]], positions: false)
        for clause in [
            TextQuery.Clause(.phrase("a0 b0", slop: 0)), TextQuery.Clause(.words("a0"), field: "author"),
            TextQuery.Clause(.words("a0"), boost: 0), TextQuery.Clause(.words("a0"), boost: .nan),
            TextQuery.Clause(.words("a0"), boost: .greatestFiniteMagnitude),
        ] {
            let error = #expect(throws: HybridSearchError.self) {
                try snapshot.search(HybridQuery(TextQuery(clauses: [clause])))
            }
            #expect(error?.code == .invalidQuery)
        }
    }

    @Test("boosting a word raises what holds it")
    func boosts() throws {
        let snapshot = try snapshot([["a0", "b0"], ["a0", "c0"], ["b0", "c0"]])
        for (text, best) in [("a0 b0 c0^9 b0^4", "2"), ("a0^9 b0 c0^4", "1"), ("a0^9 b0^4 c0", "0")] {
            let hits = try snapshot.search(HybridQuery(try TextQuery(parsing: text)))
            #expect(hits.first?.document.id.rawValue == best)
        }
    }
}
