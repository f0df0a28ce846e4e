// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// The rows of a segment as codes of one bit for each dimension, in clusters; a cluster is read as a whole.
///
/// A code holds on which side of its centroid a row lies, in each direction of a turned space, so that a scan reads a
/// thirtieth of the rows' bytes and knows how far it may be wrong (``BinaryQuantizer``). Codes in one cluster, whose centroid
/// is the mean, are the same thing without a choice.
///
/// | section | what |
/// |---|---|
/// | `centroids` | the centroids as codes of 8 bits, row-major |
/// | `centroid-factors` | for each centroid its codes' factor and its squared length |
/// | `part-counts` | how many rows are nearest to each centroid, and how many spill over to it from another one |
/// | `part-rows` | the rows of all parts; each part ends with a whole block |
/// | `codes` | beside the rows their codes, in blocks |
/// | `calibration` | how many lists a search reads; only where there are several |
struct CodeLists: Sendable {
    static let centroidSection = "centroids"
    static let factorSection = "centroid-factors"
    static let countSection = "part-counts"
    static let rowSection = "part-rows"
    static let codeSection = "codes"

    /// The number that stands where a part has no row.
    static let noRow = UInt32.max

    /// Decides the rotation of all codes, so that one turned query is good for every segment.
    static let rotationSeed: UInt64 = 0x52_61_42_69_74_51

    /// The rows of a list that are nearest to its centroid, or those that spill over to it.
    struct Part: Sendable {
        /// Where its first row is, a multiple of the rows of a block.
        var start: Int
        /// The number of its rows.
        var count: Int
    }

    /// For each list the rows that are nearest to it, each of which lies in no other of these parts.
    let nearest: [Part]

    /// For each list the rows that spill over to it.
    let spilled: [Part]

    /// What was measured when the lists were made; `nil` for one list.
    let calibration: ListCalibration?

    /// The rows of the parts; those of a damaged file may be beyond the last one.
    let rows: MappedArray<UInt32>

    private let centroids: MappedArray<Int8>
    private let scales: [Float]
    private let codes: MappedArray<UInt8>
    private let dimension: Int

    /// The squared length of each centroid.
    let squaredLengths: [Float]

    /// The number of lists.
    var listCount: Int { nearest.count }

    /// Opens the sections of a file.
    init(_ file: MappedFile, _ header: DenseHeader) throws(SegmentStoreError) {
        dimension = header.field.dimension
        centroids = try file.section(Self.centroidSection).array(of: Int8.self)
        rows = try file.section(Self.rowSection).array(of: UInt32.self)
        codes = try file.section(Self.codeSection).array(of: UInt8.self)
        let factors = try file.section(Self.factorSection).array(of: Float.self)
        let counts = try file.section(Self.countSection).array(of: UInt32.self)
        let block = BinaryQuantizer.blockRowCount
        guard centroids.count == header.listCount * dimension, factors.count == 2 * header.listCount,
            counts.count == 2 * header.listCount, rows.count % block == 0,
            codes.count == BinaryQuantizer.byteCount(rows: rows.count, dimension: dimension)
        else { throw LexicalSegment.damaged(file.name) }
        var nearest: [Part] = []
        var spilled: [Part] = []
        var start = 0
        var nearestCount = 0
        for index in counts.indices {
            let count = Int(counts[index])
            let part = Part(start: start, count: count)
            if index % 2 == 0 { nearest.append(part) } else { spilled.append(part) }
            if index % 2 == 0 { nearestCount += count }
            start += (count + block - 1) / block * block
        }
        guard start == rows.count, nearestCount == header.rowCount else { throw LexicalSegment.damaged(file.name) }
        self.nearest = nearest
        self.spilled = spilled
        scales = stride(from: 0, to: factors.count, by: 2).map { factors[$0] }
        squaredLengths = stride(from: 1, to: factors.count, by: 2).map { factors[$0] }
        calibration = header.listCount > 1 ? try ListCalibration(file) : nil
    }

    /// The product of a query with each centroid.
    ///
    /// - Parameter scan: The query, prepared for rows of 8 bits.
    /// - Returns: One product for each list.
    /// - Complexity: O(lists · dimension).
    func centroidProducts(_ scan: RowScan) -> [Float] {
        var products = [Float](repeating: 0, count: listCount)
        var span = products.mutableSpan
        let codes = centroids.span
        let factors = scales.span
        scan.products(codes: codes, scales: factors, into: &span)
        return products
    }

    /// Estimates the keys of rows of a part.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - range: Which of its rows; they begin with a block.
    ///   - query: The turned query.
    ///   - centroidProduct: The query's product with the centroid.
    ///   - errorWeight: How much of each estimate's possible error is added to it.
    ///   - estimates: Receives one estimate for each row; it is as long as the range.
    func estimates(
        _ part: Part, rows range: Range<Int>, of query: BinaryQuery, centroidProduct: Float, errorWeight: Float,
        into estimates: inout MutableSpan<Float>
    ) {
        let blocks = codes.span.extracting(bytes(of: part, rows: range))
        query.estimates(blocks, centroidProduct: centroidProduct, errorWeight: errorWeight, into: &estimates)
    }

    /// Offers the estimates of all rows of a part under their places in ``rows``.
    func offer(
        _ part: Part, of query: BinaryQuery, centroidProduct: Float, errorWeight: Float,
        to best: inout BestRows
    ) {
        let blocks = codes.span.extracting(bytes(of: part, rows: 0..<part.count))
        query.offer(
            blocks, count: part.count, centroidProduct: centroidProduct, errorWeight: errorWeight,
            from: UInt32(part.start), to: &best)
    }

    /// The bytes of the blocks with rows of a part.
    private func bytes(of part: Part, rows: Range<Int>) -> Range<Int> {
        let start = BinaryQuantizer.byteCount(rows: part.start + rows.lowerBound, dimension: dimension)
        return start..<start + BinaryQuantizer.byteCount(rows: rows.count, dimension: dimension)
    }
}
