// SPDX-License-Identifier: Apache-2.0

/// Many multi-vectors in one piece of memory: all rows one after the other, and where each one's rows begin.
///
/// This is the form in which documents are scored. Document `i` owns the rows `offsets[i] ..< offsets[i + 1]`.
public struct MultiVectorBatch: Sendable {
    /// The length of a row.
    public let dimension: Int

    /// All rows, row-major.
    public let values: [Float]

    /// Where each document's rows begin, and at the end the number of all rows.
    public let offsets: [Int]

    /// The number of documents.
    public var count: Int { offsets.count - 1 }

    /// The number of rows of all documents.
    public var rowCount: Int { values.count / dimension }

    /// Creates a batch from rows that are already in one piece.
    ///
    /// - Parameters:
    ///   - values: All rows, row-major.
    ///   - offsets: Where each document's rows begin, and at the end the number of all rows.
    ///   - dimension: The length of a row, of 1...4096.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, `invalidOffsets`, `noRows` or `notFinite`.
    /// - Complexity: O(values).
    public init(_ values: [Float], offsets: [Int], dimension: Int) throws(MaxSimError) {
        try MultiVector.check(dimension: dimension)
        guard values.count % dimension == 0 else {
            throw MaxSimError(
                .dimensionMismatch, "\(values.count) values do not make whole rows of \(dimension) dimensions")
        }
        try Self.check(offsets: offsets, rowCount: values.count / dimension)
        try MultiVector.checkFinite(values, dimension: dimension)
        self.dimension = dimension
        self.values = values
        self.offsets = offsets
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
        self.dimension = first.dimension
        self.values = values
        self.offsets = offsets
    }

    private static func check(offsets: [Int], rowCount: Int) throws(MaxSimError) {
        guard offsets.first == 0, offsets.last == rowCount else {
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
    /// One document.
    ///
    /// - Parameter number: The document's number, counted from 0.
    /// - Complexity: O(its values).
    public subscript(number: Int) -> MultiVector {
        let values = values[(offsets[number] * dimension)..<(offsets[number + 1] * dimension)]
        return MultiVector(checked: Array(values), dimension: dimension)
    }
}
