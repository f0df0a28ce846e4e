// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch
@testable import _SegmentStore

/// Bytes that were altered are refused or answer something, and never bring the process down.
struct MetadataTableFuzzTests {
    /// 1,000,000 where `RAG_LONG_TESTS` is 1.
    private static let rounds = ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1" ? 1_000_000 : 10_000

    private let filters: [Filter] = [
        .exists("year") && .exists("tags"), .atLeast("serial", 20), .notEqual("year", 1), .less("year", "b"),
        .contains("tags", "a"), .equal("tags", []), .visible(to: ["a", "b"]), !.equal("year", 1.5),
    ]

    private func mutated(_ original: [UInt8], _ random: inout RandomFilters) -> [UInt8] {
        var bytes = original
        for _ in 0...random.number(below: 3) where !bytes.isEmpty {
            let place = random.number(below: bytes.count)
            switch random.number(below: 6) {
            case 0, 1: bytes[place] ^= 1 << UInt8(random.number(below: 8))
            case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][random.number(below: 5)]
            case 3: bytes.replaceSubrange(place..<min(place + 8, bytes.count), with: repeatElement(0xFF, count: 8))
            case 4: bytes.removeSubrange(place..<min(place + 1 + random.number(below: 9), bytes.count))
            default: bytes.insert(UInt8(random.number(below: 256)), at: place)
            }
        }
        return bytes
    }

    private func file(
        _ original: MappedFile, mutating section: String, _ random: inout RandomFilters
    ) throws -> MappedFile {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: original.kind)
        for name in original.sectionNames {
            let bytes = try original.section(name).copy()
            try writer.begin(section: name)
            try writer.append(name == section ? mutated(bytes, &random) : bytes)
        }
        _ = try writer.finish()
        return try MappedFile(try #require(folder.map("file")), name: "file")
    }

    /// Opens a table, asks it, and merges it.
    private func use(_ file: MappedFile, _ documents: DocumentTable) throws(SegmentStoreError) {
        let table = try MetadataTable(file)
        for filter in filters {
            let rows = try CompiledFilter(filter).documents(in: table, documents)
            #expect(rows.words.last.map { $0 >> UInt64(documents.rowCount % 64) } == 0)
        }
        var builder = MetadataTableBuilder()
        try builder.append(table, targets: (0..<UInt32(table.rowCount)).map { $0 })
    }

    @Test("damaged sections are refused or read")
    func damage() throws {
        var random = RandomFilters(seed: 5)
        let segment = try FilteredSegment((0..<100).map { random.document($0) })
        var refused = 0
        for round in 0..<Self.rounds {
            let names = segment.file.sectionNames
            let damaged = try file(segment.file, mutating: names[round % names.count], &random)
            do throws(SegmentStoreError) {
                try use(damaged, segment.documents)
            } catch {
                #expect(error.code == .corrupted)
                refused += 1
            }
        }
        #expect(refused > Self.rounds / 4 && refused < Self.rounds)
    }
}
