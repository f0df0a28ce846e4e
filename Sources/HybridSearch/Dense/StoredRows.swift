// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// The vectors of a segment in a mapped file, one row each.
///
/// | section | what |
/// |---|---|
/// | `rows` | `rows × dimension` values, row-major: floats, halves or codes of 8 bits |
/// | `scales` | of codes, the factor of each row |
/// | `norms` | of the Euclidean metric, half the squared length of each row as it is stored |
///
/// Rows are compared by their **key**: the dot product with the query, of the Euclidean metric less half the row's squared
/// length. Where the key is higher, so is the score.
struct StoredRows: Sendable {
    static let rowSection = "rows"
    static let scaleSection = "scales"
    static let normSection = "norms"

    private enum Values: Sendable {
        case floats(MappedArray<Float>)
        case halves(MappedArray<UInt16>)
        case codes(MappedArray<Int8>, scales: MappedArray<Float>)
    }

    /// What the rows are.
    let field: VectorField

    /// The number of rows.
    let rowCount: Int

    private let values: Values
    private let norms: MappedArray<Float>?

    /// Opens a file.
    init(_ file: MappedFile, _ header: DenseHeader) throws(SegmentStoreError) {
        field = header.field
        rowCount = header.rowCount
        let bytes = try file.section(Self.rowSection)
        let count: Int
        switch header.field.precision {
        case .float32:
            let floats = try bytes.array(of: Float.self)
            values = .floats(floats)
            count = floats.count
        case .float16:
            let halves = try bytes.array(of: UInt16.self)
            values = .halves(halves)
            count = halves.count
        case .int8:
            let codes = try bytes.array(of: Int8.self)
            let scales = try file.section(Self.scaleSection).array(of: Float.self)
            guard scales.count == header.rowCount else { throw LexicalSegment.damaged(file.name) }
            values = .codes(codes, scales: scales)
            count = codes.count
        }
        norms = header.field.metric == .euclidean ? try file.section(Self.normSection).array(of: Float.self) : nil
        guard count == header.rowCount * header.field.dimension, norms?.count ?? rowCount == rowCount else {
            throw LexicalSegment.damaged(file.name)
        }
    }

    /// The keys of consecutive rows.
    ///
    /// - Parameters:
    ///   - first: The first row.
    ///   - scan: The query, prepared for these rows.
    ///   - keys: Receives one key for each row from the first on.
    /// - Complexity: O(rows · dimension), bound by the memory's read bandwidth.
    func keys(from first: Int, of scan: RowScan, into keys: inout MutableSpan<Float>) {
        let rows = first..<first + keys.count
        let range = rows.lowerBound * field.dimension..<rows.upperBound * field.dimension
        switch values {
        case .floats(let floats):
            let block = floats.span.extracting(range)
            scan.products(floats: block, into: &keys)
        case .halves(let halves):
            let block = halves.span.extracting(range)
            scan.products(halves: block, into: &keys)
        case .codes(let codes, let scales):
            let block = codes.span.extracting(range)
            let factors = scales.span.extracting(rows)
            scan.products(codes: block, scales: factors, into: &keys)
        }
        guard let norms else { return }
        for place in 0..<keys.count { keys[place] -= norms[first + place] }
    }

    /// The keys of some rows.
    ///
    /// - Parameters:
    ///   - rows: The rows, each below ``rowCount``; ascending ones are read fastest.
    ///   - scan: The query, prepared for these rows.
    ///   - keys: Receives one key for each of the rows; it may be longer.
    /// - Complexity: O(rows · dimension).
    func keys(of rows: Span<UInt32>, _ scan: RowScan, into keys: inout MutableSpan<Float>) {
        switch values {
        case .floats(let floats):
            let all = floats.span
            scan.products(floats: all, rows: rows, into: &keys)
        case .halves(let halves):
            let all = halves.span
            scan.products(halves: all, rows: rows, into: &keys)
        case .codes(let codes, let scales):
            let all = codes.span
            let factors = scales.span
            scan.products(codes: all, scales: factors, rows: rows, into: &keys)
        }
        guard let norms else { return }
        for place in 0..<rows.count { keys[place] -= norms[Int(rows[place])] }
    }

    /// What is subtracted from the products of rows for their keys; `nil` for nothing.
    var halfSquaredLengths: MappedArray<Float>? { norms }

    /// All values where they are stored in single precision; `nil` otherwise.
    var floats: MappedArray<Float>? {
        if case .floats(let floats) = values { floats } else { nil }
    }

    /// Reads a row in single precision.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - target: Receives its values.
    ///   - place: Where in `target` the first goes.
    func read(_ row: Int, into target: inout MutableSpan<Float>, at place: Int) {
        let range = row * field.dimension..<(row + 1) * field.dimension
        switch values {
        case .floats(let floats): RowDecoding.decode(floats: floats.span.extracting(range), into: &target, at: place)
        case .halves(let halves): RowDecoding.decode(halves: halves.span.extracting(range), into: &target, at: place)
        case .codes(let codes, let scales):
            RowDecoding.decode(codes: codes.span.extracting(range), scale: scales[row], into: &target, at: place)
        }
    }
}

extension VectorField.Precision {
    /// The same in the terms of the kernels.
    var format: RowFormat {
        switch self {
        case .float32: .float32
        case .float16: .float16
        case .int8: .int8
        }
    }
}
