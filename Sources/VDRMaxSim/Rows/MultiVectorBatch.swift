// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Many multi-vectors in one piece of memory: all rows one after the other, and where each one's rows begin.
///
/// This is the form in which documents are scored. Document `i` owns the rows `offsets[i] ..< offsets[i + 1]`.
///
/// ```swift
/// let pages = try MultiVectorBatch(pageVectors).converted(to: .int8)
/// let scores = try MaxSim.scores(query, pages)
/// ```
public struct MultiVectorBatch: Sendable {
    /// The length of a row.
    public let dimension: Int

    /// How the rows are stored.
    public let precision: Precision

    /// Where each document's rows begin, and at the end the number of all rows.
    public private(set) var offsets: [Int]

    /// The rows.
    private(set) var storage: RowSource

    /// The number of documents.
    public var count: Int { offsets.count - 1 }

    /// The number of rows of all documents.
    public var rowCount: Int { offsets[offsets.count - 1] }

    /// The bytes that the rows take: ``Precision/bytesPerRow(dimension:)`` for each.
    public var byteCount: Int { storage.byteCount }

    /// Creates a batch from single-precision rows that are already in one piece.
    ///
    /// - Parameters:
    ///   - values: All rows, row-major.
    ///   - offsets: Where each document's rows begin, and at the end the number of all rows.
    ///   - dimension: The length of a row, of 1...4096.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, `invalidOffsets`, `noRows` or `notFinite`.
    /// - Complexity: O(values).
    public init(_ values: [Float], offsets: [Int], dimension: Int) throws(MaxSimError) {
        try self.init(.float32(values), valueCount: values.count, offsets: offsets, dimension: dimension)
        try MultiVector.checkFinite(values, dimension: dimension)
    }

    /// Creates a batch from eight-bit codes, such as a model's quantised output.
    ///
    /// - Parameters:
    ///   - codes: All rows, row-major, of −127...127; −128 counts as it stands.
    ///   - scales: The factor of each row that makes its codes values, of 0...10³⁰.
    ///   - offsets: Where each document's rows begin, and at the end the number of all rows.
    ///   - dimension: The length of a row, of 1...4096.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, `invalidOffsets`, `noRows` or `notFinite`.
    public init(codes: [Int8], scales: [Float], offsets: [Int], dimension: Int) throws(MaxSimError) {
        try self.init(
            RowStorage(codes: codes, scales: scales), valueCount: codes.count, offsets: offsets, dimension: dimension)
        guard scales.count == rowCount else {
            throw MaxSimError(.dimensionMismatch, "\(scales.count) factors for \(rowCount) rows; give one a row")
        }
        if let row = scales.firstIndex(where: { !(0...1e30).contains($0) }) {
            throw MaxSimError(.notFinite, "the factor of row \(row) is \(scales[row]); give one of 0...1e30")
        }
    }

    /// Creates a batch of multi-vectors of one dimension.
    ///
    /// - Parameter documents: The documents, in the order of their numbers.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, or `noRows` for no documents at all.
    public init(_ documents: [MultiVector]) throws(MaxSimError) {
        guard let first = documents.first else {
            throw MaxSimError(.noRows, "a batch needs at least one document")
        }
        var values: [Float] = []
        var offsets = [0]
        values.reserveCapacity(documents.reduce(0) { $0 + $1.values.count })
        for (number, document) in documents.enumerated() {
            guard document.dimension == first.dimension else {
                throw MaxSimError(
                    .dimensionMismatch,
                    "document \(number) has \(document.dimension) dimensions, document 0 has \(first.dimension)")
            }
            values.append(contentsOf: document.values)
            offsets.append(offsets[number] + document.rowCount)
        }
        self.init(checked: .float32(values), precision: .float32, offsets: offsets, dimension: first.dimension)
    }

    /// Creates a batch of rows that were checked before.
    init(checked storage: RowStorage, precision: Precision, offsets: [Int], dimension: Int) {
        self.init(checked: .memory(storage), precision: precision, offsets: offsets, dimension: dimension)
    }

    /// Creates a batch of rows, in memory or in a file, that were checked before.
    init(checked storage: RowSource, precision: Precision, offsets: [Int], dimension: Int) {
        self.storage = storage
        self.precision = precision
        self.offsets = offsets
        self.dimension = dimension
    }

    private init(_ storage: RowStorage, valueCount: Int, offsets: [Int], dimension: Int) throws(MaxSimError) {
        try MultiVector.check(dimension: dimension)
        guard valueCount % dimension == 0 else {
            throw MaxSimError(
                .dimensionMismatch, "\(valueCount) values do not make whole rows of \(dimension) dimensions")
        }
        try Self.check(offsets: offsets, rowCount: valueCount / dimension)
        self.init(
            checked: storage, precision: storage.precision == .int8 ? .int8 : .float32, offsets: offsets,
            dimension: dimension)
    }

    static func check(offsets: [Int], rowCount: Int) throws(MaxSimError) {
        guard offsets.count >= 2, offsets.first == 0, offsets.last == rowCount else {
            throw MaxSimError(
                .invalidOffsets, "offsets must begin with 0 and end with the number of rows, \(rowCount)")
        }
        for number in 0..<offsets.count - 1 where offsets[number] >= offsets[number + 1] {
            guard offsets[number] == offsets[number + 1] else {
                throw MaxSimError(
                    .invalidOffsets,
                    "offset \(number + 1) is \(offsets[number + 1]), below \(offsets[number]) before it")
            }
            throw MaxSimError(.noRows, "document \(number) has no rows; leave out what has no vectors")
        }
    }
}

extension MultiVectorBatch {
    /// The values of one document; in a lower precision those that its codes stand for.
    ///
    /// - Parameter number: The document's number, counted from 0.
    /// - Complexity: O(its values).
    public subscript(number: Int) -> MultiVector {
        let values = storage.floats(rows: offsets[number]..<offsets[number + 1], dimension: dimension)
        return MultiVector(checked: values, dimension: dimension)
    }

    /// All rows in single precision, row-major; in a lower precision the values that the codes stand for.
    ///
    /// - Complexity: O(1) for ``Precision/float32``, O(values) otherwise.
    public var values: [Float] {
        if case .memory(.float32(let values)) = storage { return values }
        return storage.floats(rows: 0..<rowCount, dimension: dimension)
    }

    /// The same documents in another precision.
    ///
    /// - Parameter precision: How to store the rows.
    /// - Returns: A batch of the same offsets; values beyond the range of half precision become its greatest.
    /// - Complexity: O(values).
    public func converted(to precision: Precision) -> MultiVectorBatch {
        guard precision != self.precision else { return self }
        return MultiVectorBatch(
            checked: RowStorage(values, dimension: dimension, precision: precision.rows), precision: precision,
            offsets: offsets, dimension: dimension)
    }

    /// Appends the documents of another batch.
    ///
    /// - Parameter other: Documents of the same dimension and precision.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(values of the other), amortised.
    public mutating func append(contentsOf other: MultiVectorBatch) throws(MaxSimError) {
        guard other.dimension == dimension, other.precision == precision else {
            throw MaxSimError(
                .dimensionMismatch,
                "rows of \(other.dimension) dimensions in \(other.precision) do not fit \(dimension) in \(precision)")
        }
        let rows = rowCount
        storage.append(other.storage)
        offsets.append(contentsOf: other.offsets.dropFirst().map { $0 + rows })
    }

    /// A run of documents as a batch of its own.
    func documents(_ range: Range<Int>) -> MultiVectorBatch {
        let rows = offsets[range.lowerBound]..<offsets[range.upperBound]
        return MultiVectorBatch(
            checked: storage.rows(rows, dimension: dimension), precision: precision,
            offsets: offsets[range.lowerBound...range.upperBound].map { $0 - rows.lowerBound }, dimension: dimension)
    }
}
