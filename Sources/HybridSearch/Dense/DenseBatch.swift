// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

/// Queries that are compared with every row at once, by matrix products.
struct DenseBatch: Sendable {
    /// What the rows are that they are compared with.
    let field: VectorField

    /// The queries in the form in which they are compared, row-major.
    let vectors: [Float]

    /// The most rows to find for each.
    let limit: Int

    private let squaredLengths: [Float]

    /// The number of queries.
    var count: Int { squaredLengths.count }

    /// Rows that are read at once: whole tiles of the kernels, and few enough to stay in the second-level cache.
    private static let blockRows = 960

    /// Prepares queries.
    ///
    /// - Parameters:
    ///   - vectors: What ``VectorField/prepared(_:of:)`` made of them, one after the other.
    ///   - field: What the rows are.
    ///   - limit: The most rows to find for each, at least 1.
    init(_ vectors: [Float], field: VectorField, limit: Int) {
        self.vectors = vectors
        self.field = field
        self.limit = limit
        squaredLengths = RowEncoder.halfSquaredLengths(vectors, dimension: field.dimension).map { 2 * $0 }
    }

    /// Finds the best rows of a segment for each query.
    ///
    /// - Parameters:
    ///   - segment: The segment.
    ///   - kept: The rows that may be found; `nil` for all.
    ///   - firstRow: The number of the segment's first row in the whole collection.
    ///   - tops: Receives the best rows of each query.
    /// - Complexity: O(queries · rows · dimension); keeping the best costs next to nothing beside it.
    func search(_ segment: DenseSegment, kept: RowSet?, firstRow: Int, into tops: inout [TopK]) {
        // Of few rows that are left, these alone are read.
        let numbers = kept.flatMap { 4 * $0.count < segment.rowCount ? $0.numbers : nil }
        let wanted = min(limit, segment.rowCount)
        guard wanted > 0 else { return }
        let found =
            BatchScan.isServed
            ? scanned(segment.rows, numbers, kept: kept, wanted: wanted)
            : multiplied(segment.rows, numbers, kept: kept, wanted: wanted)
        for (query, best) in found.enumerated() {
            for (row, key) in zip(best.rows, best.values) {
                tops[query].insert(row: firstRow + Int(row), score: score(ofKey: key, query: query))
            }
        }
    }

    private typealias Best = (rows: [UInt32], values: [Float])

    /// The best rows by a kernel that compares products where it makes them.
    private func scanned(_ rows: StoredRows, _ numbers: [UInt32]?, kept: RowSet?, wanted: Int) -> [Best] {
        var scan = BatchScan(vectors.span, dimension: field.dimension, wanted: wanted)
        forEachBlock(of: rows, numbers) { places, blockNumbers in
            let subtracted = subtracted(rows, places, blockNumbers)
            rows.withFloats(places, blockNumbers) { block in
                if let blockNumbers {
                    scan.offer(block, numbers: blockNumbers.span, subtracting: subtracted?.span)
                } else {
                    scan.offer(
                        block, from: UInt32(places.lowerBound), subtracting: subtracted?.span, kept: kept?.words.span)
                }
            }
        }
        return scan.finish()
    }

    /// The best rows by matrix products.
    private func multiplied(_ rows: StoredRows, _ numbers: [UInt32]?, kept: RowSet?, wanted: Int) -> [Best] {
        var best = (0..<count).map { _ in BestRows(wanted) }
        var products = [Float](repeating: 0, count: count * min(numbers?.count ?? rows.rowCount, Self.blockRows))
        forEachBlock(of: rows, numbers) { places, blockNumbers in
            multiply(rows, places, blockNumbers, into: &products)
            for query in 0..<count {
                let values = products.span.extracting(query * places.count..<(query + 1) * places.count)
                if let blockNumbers {
                    best[query].offer(values, rows: blockNumbers.span)
                } else {
                    best[query].offer(values, from: UInt32(places.lowerBound), kept: kept?.words.span)
                }
            }
        }
        return best.indices.map { best[$0].finish() }
    }

    /// Goes through the rows, or through those of some numbers, block by block.
    private func forEachBlock(
        of rows: StoredRows, _ numbers: [UInt32]?, _ body: (Range<Int>, [UInt32]?) -> Void
    ) {
        let total = numbers?.count ?? rows.rowCount
        for start in stride(from: 0, to: total, by: Self.blockRows) {
            let places = start..<min(start + Self.blockRows, total)
            body(places, numbers.map { Array($0[places]) })
        }
    }

    /// The keys of some rows for each query, those of a query side by side.
    private func multiply(
        _ rows: StoredRows, _ places: Range<Int>, _ numbers: [UInt32]?, into products: inout [Float]
    ) {
        var product = products.mutableSpan
        rows.withFloats(places, numbers) { block in
            BLAS.multiply(
                vectors.span, rows: count, byRowsOf: block, rows: places.count, depth: field.dimension, into: &product)
        }
        guard let subtracted = subtracted(rows, places, numbers) else { return }
        for query in 0..<count {
            let first = query * places.count
            for place in subtracted.indices { product[first + place] -= subtracted[place] }
        }
    }

    /// What is subtracted from the products of some rows; `nil` for nothing.
    private func subtracted(_ rows: StoredRows, _ places: Range<Int>, _ numbers: [UInt32]?) -> [Float]? {
        rows.halfSquaredLengths.map { norms in
            numbers.map { $0.map { norms[Int($0)] } } ?? places.map { norms[$0] }
        }
    }

    private func score(ofKey key: Float, query: Int) -> Float {
        field.metric == .euclidean ? min(0, 2 * key - squaredLengths[query]) : key
    }
}

extension StoredRows {
    /// Lends rows in single precision, row-major: where they lie if they are stored so, else a copy.
    ///
    /// - Parameters:
    ///   - places: The rows, or places in a list of numbers.
    ///   - numbers: The rows of the places; `nil` where the places are the rows.
    ///   - body: Reads the rows.
    fileprivate func withFloats(_ places: Range<Int>, _ numbers: [UInt32]?, _ body: (Span<Float>) -> Void) {
        if numbers == nil, let floats {
            body(floats.span.extracting(places.lowerBound * field.dimension..<places.upperBound * field.dimension))
            return
        }
        var copy = [Float](repeating: 0, count: places.count * field.dimension)
        var target = copy.mutableSpan
        for place in 0..<places.count {
            let row = numbers.map { Int($0[place]) } ?? places.lowerBound + place
            read(row, into: &target, at: place * field.dimension)
        }
        body(target.span)
    }
}
