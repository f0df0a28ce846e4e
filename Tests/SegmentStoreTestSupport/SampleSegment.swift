// SPDX-License-Identifier: Apache-2.0
package import _SegmentStore

extension NewSegment {
    /// A segment whose contents follow from the numbers of its documents, in two components.
    package static func sample(_ documents: [UInt64], deletedRows: [Int] = []) -> NewSegment {
        NewSegment(rowCount: documents.count, deletedRows: deletedRows)
            .adding("documents") { writer throws(SegmentStoreError) in
                try writer.begin(section: "numbers")
                try writer.append(documents)
                try writer.begin(section: "texts")
                for document in documents { try writer.append(Array("document \(document)\n".utf8)) }
            }
            .adding("checks") { writer throws(SegmentStoreError) in
                try writer.begin(section: "checks")
                for document in documents { try writer.append([SampleCheck.value(of: document)]) }
            }
    }
}

/// A number that follows from a document's number, and lies in another component.
package enum SampleCheck {
    package static func value(of document: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (document &+ 1) &* 0x9E37_79B9_7F4A_7C15 >> 20)
    }
}

extension StoredSegment {
    /// The numbers of all documents of a sample segment, deleted ones included.
    ///
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` where the components contradict each other.
    package func sampleDocuments() throws(SegmentStoreError) -> [UInt64] {
        let file = try component("documents")
        let numbers = try file.section("numbers").array(of: UInt64.self)
        let checks = try component("checks").section("checks").array(of: UInt32.self)
        let texts = String(decoding: try file.section("texts").copy(), as: UTF8.self)
        let lines = texts.split(separator: "\n")
        guard numbers.count == rowCount, checks.count == rowCount, lines.count == rowCount,
            zip(numbers, checks).allSatisfy({ SampleCheck.value(of: $0) == $1 }),
            zip(numbers, lines).allSatisfy({ "document \($0)" == $1 })
        else { throw SegmentStoreError(.corrupted, "the components of \(id) contradict each other") }
        return Array(numbers)
    }

    /// The numbers of the documents of a sample segment that are not deleted.
    package func liveSampleDocuments() throws(SegmentStoreError) -> [UInt64] {
        try sampleDocuments().enumerated().filter { row, _ in deleted?.contains(row) != true }.map(\.element)
    }
}

extension StoreSnapshot {
    /// The numbers of the documents of a sample store, in their order.
    package func sampleDocuments() throws(SegmentStoreError) -> [UInt64] {
        var documents: [UInt64] = []
        for segment in segments { documents += try segment.liveSampleDocuments() }
        return documents
    }

    /// The last step of a sample history that the store has.
    package var sampleStep: Int { properties["step"].flatMap { Int($0) } ?? 0 }
}
