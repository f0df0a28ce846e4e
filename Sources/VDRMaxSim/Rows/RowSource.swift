// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Where the rows of a batch are: in memory, or in a file, which the kernels read where it lies.
enum RowSource: Sendable {
    case memory(RowStorage)
    case mapped(MappedRows)

    /// Rows in a file.
    struct MappedRows: Sendable {
        var precision: RowPrecision
        var rows: MappedBytes
        /// The factor of each row, where the precision has them.
        var scales: MappedArray<Float>?
    }

    /// How the rows are stored.
    var precision: RowPrecision {
        switch self {
        case .memory(let storage): storage.precision
        case .mapped(let mapped): mapped.precision
        }
    }

    /// The bytes that the rows and their factors take.
    var byteCount: Int {
        switch self {
        case .memory(let storage): storage.byteCount
        case .mapped(let mapped): mapped.rows.count + (mapped.scales?.bytes.count ?? 0)
        }
    }

    /// Calls a function with the bytes of the rows, and the factor of each row where the precision has them.
    func withSpans<Result, Failure: Error>(
        _ body: (RawSpan, Span<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .memory(let storage):
            return try storage.withSpans(body)
        case .mapped(let mapped):
            if let scales = mapped.scales { return try body(mapped.rows.bytes, scales.span) }
            let none: [Float] = []
            return try body(mapped.rows.bytes, none.span)
        }
    }

    /// Scores documents; see `RowStorage`.
    func score(
        _ query: PackedQuery, offsets: Span<Int>, documents: Range<Int>, mask: [UInt8]?, reaching least: Float,
        into scores: inout MutableSpan<Float>, at place: Int = 0
    ) {
        precondition(query.precision == precision, "the query was packed for another precision")
        withSpans { rows, scales in
            RowStorage.score(
                query, borrowing: rows, scales: scales, offsets: offsets, documents: documents, mask: mask,
                reaching: least, into: &scores, at: place)
        }
    }

    /// Finds for every row of a query the best row of a document; see `RowStorage`.
    func bestRows(_ query: PackedQuery, document: Range<Int>, mask: [UInt8]?) -> [(row: Int, score: Float)] {
        precondition(query.precision == precision, "the query was packed for another precision")
        return withSpans { rows, scales in
            RowStorage.bestRows(query, borrowing: rows, scales: scales, document: document, mask: mask)
        }
    }

    /// The values that a range of rows stands for.
    func floats(rows: Range<Int>, dimension: Int) -> [Float] {
        switch self {
        case .memory(let storage): storage.floats(rows: rows, dimension: dimension)
        case .mapped: self.rows(rows, dimension: dimension).floats(rows: 0..<rows.count, dimension: dimension)
        }
    }

    /// A copy of a range of rows.
    func rows(_ rows: Range<Int>, dimension: Int) -> RowStorage {
        switch self {
        case .memory(let storage):
            return storage.rows(rows, dimension: dimension)
        case .mapped(let mapped):
            let width = mapped.precision.rowByteCount(dimension: dimension)
            return withSpans { bytes, scales in
                RowStorage(
                    copying: bytes.extracting(rows.lowerBound * width..<rows.upperBound * width),
                    scales: scales.isEmpty ? scales : scales.extracting(rows), precision: mapped.precision)
            }
        }
    }

    /// Appends rows of the same precision; those of a file are copied to memory first.
    mutating func append(_ other: RowSource) {
        var storage = copied
        self = .memory(.float32([]))
        storage.append(other.copied)
        self = .memory(storage)
    }

    /// All rows in memory.
    private var copied: RowStorage {
        switch self {
        case .memory(let storage): storage
        case .mapped(let mapped):
            withSpans { RowStorage(copying: $0, scales: $1, precision: mapped.precision) }
        }
    }
}
