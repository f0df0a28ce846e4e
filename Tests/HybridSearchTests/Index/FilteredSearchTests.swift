// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct FilteredSearchTests {
    private func writer(_ count: Int) throws -> IndexWriter {
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer()))
        for row in 0..<count {
            let document = Document(
                id: DocumentID("\(row)"), text: "all w\(row % 7)",
                metadata: ["year": .integer(1_900 + row), "tags": .strings(["t\(row % 3)"])])
            try writer.add(document, embedding: [Float(row % 11), 1])
            if row % 50 == 20 { try writer.commit() }
        }
        return writer
    }

    @Test("a filter takes part in every leg: as many hits as there are, none that it refuses")
    func everyLeg() throws {
        var writer = try writer(300)
        try writer.delete("290")
        let snapshot = try writer.commit()
        for (text, kept) in [
            ("year >= 2150", 250..<300), ("year < 1903", 0..<3), ("year > 5000", 0..<0), ("year in (1999)", 99..<100),
        ] {
            let expected = Set(kept.filter { $0 != 290 }.map { "\($0)" })
            for mode in HybridQuery.Mode.allCases {
                for plan in LexicalPlan.allCases {
                    var query = HybridQuery("all", vector: [1, 0.5], mode: mode, limit: 300)
                    query.window = 300
                    query.plan = plan
                    query.filter = try Filter(parsing: text)
                    #expect(Set(try snapshot.search(query).map(\.document.id.rawValue)) == expected, "\(mode) \(text)")
                }
            }
        }
    }

    @Test("filters that are remembered keep what they kept at first, and nothing of an older snapshot")
    func remembering() throws {
        var writer = try writer(200)
        var snapshot = try writer.commit()
        for round in 0..<3 {
            for first in [1_904, 1_900, 1_903, 1_906, 1_901, 1_905, 1_902] {
                var query = HybridQuery("all", limit: 200)
                query.filter = .range("year", first...2_050)
                let deleted = 10 * round
                #expect(try snapshot.search(query).count == 2_050 - first + 1 - deleted)
            }
            for row in 20 + 10 * round..<30 + 10 * round { try writer.delete(DocumentID("\(row)")) }
            snapshot = try writer.commit()
        }
    }

    @Test("deleting by a filter deletes what it keeps, committed or not, and survives merging")
    func deleting() throws {
        var writer = try writer(120)
        let filter = try Filter(parsing: "year < 1910 or year >= 2015")
        #expect(try writer.deleteAll(matching: filter) == 15)
        #expect(try writer.deleteAll(matching: filter) == 0)
        #expect(writer.documentCount == 105)
        try writer.compact()
        var query = HybridQuery("all", mode: .sparse, limit: 200)
        #expect(try writer.snapshot.search(query).count == 105)
        query.filter = filter
        #expect(try writer.snapshot.search(query).isEmpty)
    }
}
