// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Rows of a segment that play queries, with their exact neighbours among all others.
struct CalibrationSample {
    /// The queries, row-major.
    let queries: [Float]

    /// For each query the nearest rows without the query's own, best first.
    let neighbours: [[UInt32]]

    private static let queryCount = 1_024
    private static let blockRows = 2_048

    /// Draws queries and finds their neighbours.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - field: How they are compared.
    ///   - depth: The number of neighbours of each query.
    ///   - seen: Rows that are not drawn as long as there are enough others, ascending.
    ///   - seed: Decides the draw.
    /// - Complexity: O(rows · dimension) for each query, by BLAS.
    init(_ source: some RowSource, field: VectorField, depth: Int, unlike seen: [Int], seed: UInt64) {
        let dimension = field.dimension
        var numbers = GaussianNoise(seed: seed)
        let unseen = Self.rows(outside: seen, of: source.rowCount)
        let drawn = unseen.count >= Self.queryCount / 4 ? unseen : Array(0..<source.rowCount)
        let chosen = RowSample.choose(Self.queryCount, of: drawn.count, with: &numbers).map { drawn[$0] }
        let queries = source.gathered(chosen, dimension: dimension)
        // One neighbour more, as each query finds itself.
        var best = chosen.map { _ in BestRows(min(depth + 1, source.rowCount)) }
        var products = [Float](repeating: 0, count: chosen.count * Self.blockRows)
        for start in stride(from: 0, to: source.rowCount, by: Self.blockRows) {
            let count = min(Self.blockRows, source.rowCount - start)
            let rows = source.gathered(start..<start + count, dimension: dimension)
            let norms =
                field.metric == .euclidean ? RowEncoder.halfSquaredLengths(rows, dimension: dimension) : []
            var product = products.mutableSpan
            BLAS.multiply(
                queries.span, rows: chosen.count, byRowsOf: rows.span, rows: count, depth: dimension, into: &product)
            for query in chosen.indices {
                for place in norms.indices { product[query * count + place] -= norms[place] }
                let keys = product.span.extracting(query * count..<(query + 1) * count)
                best[query].offer(keys, from: UInt32(start))
            }
        }
        self.queries = queries
        neighbours = zip(chosen.indices, chosen).map { query, own in
            Array(best[query].finish().rows.filter { Int($0) != own }.prefix(depth))
        }
    }

    private static func rows(outside seen: [Int], of count: Int) -> [Int] {
        var isSeen = [Bool](repeating: false, count: count)
        for row in seen { isSeen[row] = true }
        return (0..<count).filter { !isSeen[$0] }
    }
}
