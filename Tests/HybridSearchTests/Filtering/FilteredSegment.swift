// SPDX-License-Identifier: Apache-2.0
import RAGCore
import _SegmentStore

@testable import HybridSearch

/// Documents in a segment in memory, with their metadata.
struct FilteredSegment {
    let metadata: MetadataTable
    let documents: DocumentTable
    let file: MappedFile

    /// Writes documents and opens what was written.
    ///
    /// - Parameters:
    ///   - documents: The documents.
    ///   - builder: Their metadata, where it does not come from the documents.
    /// - Throws: What writing throws.
    init(_ documents: [Document], metadata builder: MetadataTableBuilder? = nil) throws {
        var table = DocumentTableBuilder()
        var metadata = MetadataTableBuilder()
        for document in documents {
            table.append(document)
            metadata.append(document.metadata)
        }
        let chosen = builder ?? metadata
        var segment = NewSegment(rowCount: documents.count)
        segment.add(DocumentTable.component) { [table] file throws(SegmentStoreError) in try table.write(into: file) }
        segment.add(MetadataTable.component) { file throws(SegmentStoreError) in try chosen.write(into: file) }
        var change = StoreChange()
        change.append(segment)
        let stored = try StoreWriter.inMemory().commit(change).segments[0]
        file = try stored.component(MetadataTable.component)
        self.metadata = try MetadataTable(file)
        self.documents = try DocumentTable(stored.component(DocumentTable.component))
    }

    /// The rows that a filter keeps.
    func rows(_ filter: Filter) throws -> [Int] {
        try CompiledFilter(filter).documents(in: metadata, documents).rows
    }
}
