// SPDX-License-Identifier: Apache-2.0
import RAGCore
import SegmentStoreTestSupport
import TestSupport

@testable import HybridSearch
@testable import _SegmentStore

/// An index in memory of which one file can be damaged in its contents, with all checksums right.
struct DamagedIndex {
    private let whole: IndexSnapshot

    /// Makes an index of two segments with deleted documents.
    ///
    /// - Parameters:
    ///   - documentCount: The documents of the first segment; beyond 4,096, a word that all of them hold is searched block
    ///     by block.
    ///   - fields: The fields of the documents' text.
    /// - Throws: Nothing that memory can cause.
    init(documentCount: Int, fields: [TextField]) throws {
        var generator = SplitMix64(seed: UInt64(documentCount))
        var writer = try IndexWriter(IndexConfiguration(analyzer: BlankAnalyzer(), fields: fields))
        for number in 0..<documentCount + 30 {
            let words = (0..<Int(generator.next() % 6)).map { _ in "w\(generator.next() % 40)" }
            let text = (["all"] + words).joined(separator: " ")
            let document = Document(
                id: DocumentID("d\(number)"), title: "all w\(number % 40)", text: text,
                metadata: ["number": .integer(number)])
            let embedding = [Float(number % 7), 1]
            var chunks = [IndexedChunk(text: text, utf8Range: 0..<text.utf8.count, embedding: embedding)]
            if number % 5 == 0 {
                chunks.append(IndexedChunk(text: "all", utf8Range: 0..<3, embedding: embedding))
                chunks.append(IndexedChunk(text: "summary w1", utf8Range: 0..<text.utf8.count, embedding: embedding))
            }
            try writer.add(document, chunks: chunks)
            if number == documentCount - 1 { try writer.commit() }
        }
        try writer.commit()
        for number in stride(from: 5, to: documentCount + 30, by: 9) { try writer.delete(DocumentID("d\(number)")) }
        whole = try writer.commit()
    }

    /// Opens the index with one section of one file changed.
    ///
    /// - Parameters:
    ///   - mutator: Chooses and changes the section.
    ///   - keepsDeleted: Whether the deleted documents stay deleted.
    /// - Returns: The index; what was changed is noticed when it is opened or used, or not at all.
    /// - Throws: What opening a damaged index throws.
    func opened(_ mutator: inout Mutator, keepsDeleted: Bool) throws(SegmentStoreError) -> IndexSnapshot {
        let stored = whole.store.segments
        let damaged = mutator.number(below: 4) == 0 ? 1 : 0
        var segments: [StoredSegment] = []
        for (index, segment) in stored.enumerated() {
            var components = segment.components
            if index == damaged {
                let names = [
                    whole.configuration.fields[0].component, DocumentTable.component, DenseSegment.component,
                ]
                let name = names[max(0, mutator.number(below: 6) - 3)]
                components[name] = try Self.damaged(segment.component(name), &mutator)
            }
            segments.append(
                StoredSegment(
                    id: segment.id, rowCount: segment.rowCount, components: components,
                    deleted: keepsDeleted ? segment.deleted : nil))
        }
        let store = StoreSnapshot(folder: whole.store.folder, manifest: whole.store.manifest, segments: segments)
        return try IndexSnapshot(store, whole.configuration)
    }

    private static func damaged(_ file: MappedFile, _ mutator: inout Mutator) throws(SegmentStoreError) -> MappedFile {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: file.kind)
        let changed = mutator.number(below: file.sectionNames.count)
        for (index, name) in file.sectionNames.enumerated() {
            let bytes = try file.section(name).copy()
            try writer.begin(section: name)
            if index != changed {
                try writer.append(bytes)
            } else if mutator.number(below: 2) == 0 {
                try writer.append(mutator.mutated(bytes))
            } else {
                try writer.append(mutator.withNumberChanged(bytes))
            }
        }
        _ = try writer.finish()
        return try Self.opened("file", in: folder)
    }

    private static func opened(_ name: String, in folder: MemoryFolder) throws(SegmentStoreError) -> MappedFile {
        guard let memory = folder.map(name) else { throw SegmentStoreError(.inputOutput, "\(name) is not there") }
        return try MappedFile(memory, name: name)
    }

    /// Merges all segments of an index into a file for each component.
    ///
    /// - Returns: The merged segment, opened.
    static func merged(_ snapshot: IndexSnapshot) throws(SegmentStoreError) -> IndexSegment? {
        guard let merged = SegmentMerge(snapshot.segments, snapshot.configuration).segment() else {
            return nil
        }
        let folder = MemoryFolder()
        var components: [String: MappedFile] = [:]
        for (name, content) in merged.components {
            let writer = try SegmentFileWriter(folder.create(name), name: name, kind: name)
            try content(writer)
            _ = try writer.finish()
            components[name] = try opened(name, in: folder)
        }
        let stored = StoredSegment(
            id: snapshot.segments[0].stored.id, rowCount: merged.rowCount, components: components, deleted: nil)
        return try IndexSegment(stored, firstRow: 0, fields: snapshot.configuration.fields)
    }
}
