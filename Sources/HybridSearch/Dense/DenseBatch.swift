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

    /// Rows of a product: as many as leave it, the rows and the queries in the second-level cache.
    private static let blockRows = 512

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
    /// - Complexity: O(queries · rows · dimension) by BLAS; keeping the best costs next to nothing beside it.
    func search(_ segment: DenseSegment, kept: RowSet?, firstRow: Int, into tops: inout [TopK]) {
        var best = (0..<count).map { _ in BestRows(min(limit, segment.rowCount)) }
        var products = [Float](repeating: 0, count: count * min(segment.rowCount, Self.blockRows))
        // Of few rows that are left, these alone are read.
        let numbers = kept.flatMap { 4 * $0.count < segment.rowCount ? $0.numbers : nil }
        let total = numbers?.count ?? segment.rowCount
        for start in stride(from: 0, to: total, by: Self.blockRows) {
            let places = start..<min(start + Self.blockRows, total)
            let rows = numbers.map { Array($0[places]) }
            multiply(segment.rows, places, rows, into: &products)
            for query in 0..<count {
                let values = products.span.extracting(query * places.count..<(query + 1) * places.count)
                if let rows {
                    best[query].offer(values, rows: rows.span)
                } else {
                    best[query].offer(values, from: UInt32(start), kept: kept?.words.span)
                }
            }
        }
        for query in 0..<count {
            let found = best[query].finish()
            for (row, key) in zip(found.rows, found.values) {
                tops[query].insert(row: firstRow + Int(row), score: score(ofKey: key, query: query))
            }
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
        guard let norms = rows.halfSquaredLengths else { return }
        let subtracted = numbers.map { $0.map { norms[Int($0)] } } ?? places.map { norms[$0] }
        for query in 0..<count {
            let first = query * places.count
            for place in subtracted.indices { product[first + place] -= subtracted[place] }
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
    ///   - places: The rows, or places in `numbers`.
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
