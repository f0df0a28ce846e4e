// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing
import _SegmentStore

@testable import HybridSearch

struct CompiledFilterTests {
    /// Random filters to try: 100,000 where `RAG_LONG_TESTS` is 1.
    private static let rounds = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 100_000 : 2_000

    private func kept(_ filter: Filter, _ documents: [Document]) -> [Int] {
        documents.indices.filter { filter.matches(documents[$0]) }
    }

    @Test("random filters keep the documents that they match")
    func equalsReference() throws {
        var random = RandomFilters(seed: 6)
        var neither = 0
        for _ in 0..<Self.rounds / 20 {
            let documents = (0...random.number(below: 150)).map { random.document($0) }
            let segment = try FilteredSegment(documents)
            for _ in 0..<20 {
                let filter = random.filter()
                let expected = kept(filter, documents)
                if try segment.rows(filter) != expected { Issue.record("\(filter) of \(documents.count) documents") }
                if !expected.isEmpty && expected.count < documents.count { neither += 1 }
            }
        }
        // Filters that keep all or nothing would prove little.
        #expect(neither > Self.rounds / 4)
    }

    @Test("a table merged of others, some rows dropped, answers as one of the documents that are left")
    func merging() throws {
        var random = RandomFilters(seed: 7)
        for _ in 0..<Self.rounds / 100 {
            var builder = MetadataTableBuilder()
            var left: [Document] = []
            for part in 0..<3 {
                let documents = (0...random.number(below: 60)).map { random.document(100 * part + $0) }
                let targets = documents.map { document -> UInt32 in
                    guard random.number(below: 3) > 0 || left.isEmpty else { return LexicalMerge.dropped }
                    left.append(document)
                    return UInt32(left.count - 1)
                }
                try builder.append(FilteredSegment(documents).metadata, targets: targets)
            }
            let merged = try FilteredSegment(left, metadata: builder)
            let fresh = try FilteredSegment(left)
            #expect(merged.metadata.rowCount == left.count)
            for _ in 0..<20 {
                let filter = random.filter()
                #expect(try merged.rows(filter) == fresh.rows(filter), "\(filter)")
            }
        }
    }

    @Test(
        "few values and many, sparse and dense, are found in every layout",
        arguments: [1, 2, 3, 50, 1_000, 10_000])
    func layouts(distinct: Int) throws {
        let documents = (0..<10_000).map { row in
            let value = (row &* 7_919) % distinct
            return Document(
                id: DocumentID("\(row)"), text: "",
                metadata: ["n": .integer(value), "t": .string("text \(value)"), "l": ["\(value)", "all"]])
        }
        let segment = try FilteredSegment(documents)
        for value in Set([0, 1, distinct / 2, distinct - 1, distinct]) {
            for filter: Filter in [
                .equal("n", .integer(value)), .notEqual("n", .integer(value)), .less("n", .integer(value)),
                .atLeast("n", .integer(value)), .equal("t", .string("text \(value)")), .contains("l", "\(value)"),
                .contains("l", "all"), .equal("l", ["\(value)", "all"]),
            ] {
                #expect(try segment.rows(filter) == kept(filter, documents), "\(filter)")
            }
        }
    }

    @Test("documents without metadata meet no condition but a negated one")
    func noMetadata() throws {
        let segment = try FilteredSegment((0..<70).map { Document(id: DocumentID("\($0)"), text: "") })
        #expect(try segment.rows(.exists("a")).isEmpty)
        #expect(try segment.rows(!.exists("a")) == Array(0..<70))
        #expect(try segment.rows(.identifiers(["7", "70", "7"])) == [7])
    }
}
