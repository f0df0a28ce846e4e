// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

/// How pages are written as a component of a store's segment.
///
/// | section | what |
/// |---|---|
/// | `shape` | the dimension and the precision |
/// | `pages` | for each page its document, its number and its metadata |
/// | `offsets` | where each page's rows begin, and at the end the number of all rows: 64 bits each |
/// | `rows` | all rows as the kernels read them, but in int8; a section begins at a multiple of 64 bytes |
/// | `raised` | in int8 all rows: codes raised by 128 |
/// | `scales` | the factor of each row, where the precision has them: single precision |
enum MultiVectorComponent {
    /// The component's name.
    static let name = "multivector"

    /// The section of the rows.
    ///
    /// Signed codes once lay in `rows`: a file that has them is found damaged, not misread.
    static func rowSection(_ precision: Precision) -> String { precision == .int8 ? "raised" : "rows" }

    /// A segment of the live pages of others, which all have one shape.
    ///
    /// - Parameter segments: One segment, or several to be merged.
    /// - Returns: What a commit writes, or `nil` where no page is left.
    static func newSegment(of segments: [MultiVectorSegment]) -> NewSegment? {
        let runs = segments.map { $0.runs(where: nil) }
        let rowCount = runs.joined().reduce(0) { $0 + $1.count }
        guard rowCount > 0 else { return nil }
        return NewSegment(rowCount: rowCount).adding(name) { writer throws(SegmentStoreError) in
            try write(segments, runs, to: writer)
        }
    }

    private static func write(
        _ segments: [MultiVectorSegment], _ runs: [[Range<Int>]], to writer: SegmentFileWriter
    ) throws(SegmentStoreError) {
        let vectors = segments[0].vectors
        var shape = ByteWriter()
        shape.append(vectors.dimension)
        shape.append(vectors.precision.rawValue)
        try writer.begin(section: "shape")
        try writer.append(shape.bytes)

        try writer.begin(section: "pages")
        for (segment, runs) in zip(segments, runs) {
            for page in runs.joined() { try writer.append(segment.encodedPage(page)) }
        }
        try writer.begin(section: "offsets")
        var offset = 0
        try writer.append([offset])
        for (segment, runs) in zip(segments, runs) {
            for page in runs.joined() {
                offset += segment.vectors.offsets[page + 1] - segment.vectors.offsets[page]
                try writer.append([offset])
            }
        }
        let width = vectors.precision.rows.rowByteCount(dimension: vectors.dimension)
        try writer.begin(section: rowSection(vectors.precision))
        try forEachRun(segments, runs) { rows, bytes, _ throws(SegmentStoreError) in
            try writer.append(bytes: bytes.extracting(rows.lowerBound * width..<rows.upperBound * width))
        }
        guard vectors.precision == .int8 else { return }
        try writer.begin(section: "scales")
        try forEachRun(segments, runs) { rows, _, scales throws(SegmentStoreError) in
            try writer.append(scales.extracting(rows))
        }
    }

    /// Calls a function with each run of rows, and the rows and factors that it is a part of.
    private static func forEachRun(
        _ segments: [MultiVectorSegment], _ runs: [[Range<Int>]],
        _ body: (Range<Int>, RawSpan, Span<Float>) throws(SegmentStoreError) -> Void
    ) throws(SegmentStoreError) {
        for (segment, runs) in zip(segments, runs) {
            let offsets = segment.vectors.offsets
            try segment.vectors.storage.withSpans { bytes, scales throws(SegmentStoreError) in
                for run in runs { try body(offsets[run.lowerBound]..<offsets[run.upperBound], bytes, scales) }
            }
        }
    }
}

extension MultiVectorSegment {
    fileprivate func encodedPage(_ page: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(pages[page].document.rawValue)
        writer.append(fixed: UInt64(bitPattern: Int64(pages[page].number)))
        writer.append(metadata[page])
        return writer.bytes
    }

    /// Reads a segment of a store, whose rows stay where they are.
    ///
    /// - Parameter stored: The segment.
    /// - Throws: A ``SegmentStoreError`` of code `corrupted` where its parts contradict each other.
    /// - Complexity: O(pages), however many rows they have.
    init(reading stored: StoredSegment) throws(SegmentStoreError) {
        let file = try stored.component(MultiVectorComponent.name)
        let contradiction = SegmentStoreError(
            .corrupted, "\(file.name) is damaged: its parts contradict each other; index again")
        var shape = ByteReader(try file.section("shape").copy()[...], name: file.name)
        let dimension = try shape.integer()
        guard let precision = Precision(rawValue: try shape.string()), (1...4096).contains(dimension) else {
            throw contradiction
        }
        var reader = ByteReader(try file.section("pages").copy()[...], name: file.name)
        var pages: [PageID] = []
        var metadata: [Metadata] = []
        for _ in 0..<stored.rowCount {
            let document = DocumentID(try reader.string())
            pages.append(PageID(document: document, number: Int(Int64(bitPattern: try reader.fixed64()))))
            metadata.append(try reader.metadata())
        }
        let offsets = Array(try file.section("offsets").array(of: Int.self))
        let rows = try file.section(MultiVectorComponent.rowSection(precision))
        let scales = precision == .int8 ? try file.section("scales").array(of: Float.self) : nil
        let width = precision.rows.rowByteCount(dimension: dimension)
        let rowCount = rows.count / width
        guard reader.isAtEnd, rows.count % width == 0, scales?.count ?? rowCount == rowCount,
            offsets.count == pages.count + 1, offsets.first == 0, offsets.last == rowCount,
            zip(offsets, offsets.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw contradiction }
        let mapped = RowSource.MappedRows(precision: precision.rows, rows: rows, scales: scales)
        self.init(
            pages: pages,
            vectors: MultiVectorBatch(
                checked: .mapped(mapped), precision: precision, offsets: offsets, dimension: dimension),
            metadata: metadata, stored: stored)
    }
}
