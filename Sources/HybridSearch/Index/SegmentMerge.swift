// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// Makes one segment of several, without the documents that were deleted; their order stays.
struct SegmentMerge {
    private let segments: [IndexSegment]
    private let fields: [TextField]
    private let layout: DenseLayout
    /// For each segment where its documents go.
    private let documentTargets: [[UInt32]]
    /// For each segment where its rows go.
    private let rowTargets: [[UInt32]]
    private let rowCount: Int

    init(_ segments: [IndexSegment], _ configuration: IndexConfiguration) {
        self.segments = segments
        fields = configuration.fields
        layout = configuration.denseLayout
        var document: UInt32 = 0
        var row: UInt32 = 0
        var documentTargets: [[UInt32]] = []
        var rowTargets: [[UInt32]] = []
        for segment in segments {
            var documents: [UInt32] = []
            var rows: [UInt32] = []
            for number in 0..<segment.documents.documentCount {
                let isLive = segment.isLive(number)
                documents.append(isLive ? document : LexicalMerge.dropped)
                document += isLive ? 1 : 0
                for _ in segment.documents.layout.rows(of: number) {
                    rows.append(isLive ? row : LexicalMerge.dropped)
                    row += isLive ? 1 : 0
                }
            }
            documentTargets.append(documents)
            rowTargets.append(rows)
        }
        self.documentTargets = documentTargets
        self.rowTargets = rowTargets
        rowCount = Int(row)
    }

    /// The merged segment, or `nil` where no document is left.
    func segment() -> NewSegment? {
        guard rowCount > 0 else { return nil }
        var merged = NewSegment(rowCount: rowCount)
        merged.add(DocumentTable.component) { file throws(SegmentStoreError) in try writeDocuments(into: file) }
        merged.add(MetadataTable.component) { file throws(SegmentStoreError) in try writeMetadata(into: file) }
        for (index, field) in fields.enumerated() {
            let sources = zip(segments, rowTargets).map { LexicalMerge.Source(segment: $0.fields[index], rows: $1) }
            merged.add(field.component) { file throws(SegmentStoreError) in try LexicalMerge(sources).write(into: file)
            }
        }
        if segments.contains(where: { $0.dense != nil }) {
            merged.add(DenseSegment.component) { file throws(SegmentStoreError) in try writeVectors(into: file) }
        }
        return merged
    }

    private func writeDocuments(into file: SegmentFileWriter) throws(SegmentStoreError) {
        var documents = DocumentTableBuilder()
        for (segment, targets) in zip(segments, documentTargets) {
            for (number, target) in targets.enumerated() where target != LexicalMerge.dropped {
                try documents.append(number, of: segment.documents)
            }
        }
        try documents.write(into: file)
    }

    private func writeMetadata(into file: SegmentFileWriter) throws(SegmentStoreError) {
        var metadata = MetadataTableBuilder()
        for (segment, targets) in zip(segments, documentTargets) {
            try metadata.append(segment.metadata, targets: targets)
        }
        try metadata.write(into: file)
    }

    private func writeVectors(into file: SegmentFileWriter) throws(SegmentStoreError) {
        var parts: [(rows: StoredRows, kept: [Int])] = []
        for (segment, rows) in zip(segments, rowTargets) {
            guard let dense = segment.dense, dense.field == segments[0].dense?.field else {
                throw SegmentStoreError(.corrupted, "\(segment.stored.id) has no such embeddings; index again")
            }
            parts.append((dense.rows, rows.indices.filter { rows[$0] != LexicalMerge.dropped }))
        }
        guard let field = parts.first?.rows.field else { return }
        try DenseSegment.write(MergedRows(parts), field: field, layout: layout, into: file)
    }
}
