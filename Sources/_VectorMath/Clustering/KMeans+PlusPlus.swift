// SPDX-License-Identifier: Apache-2.0

extension KMeans {
    /// Draws rows that lie far apart: each with a probability in proportion to its squared distance from those before.
    static func spreadRows(
        _ rows: Span<Float>, dimension: Int, count: Int, with numbers: inout GaussianNoise
    ) -> [Int] {
        let rowCount = rows.count / dimension
        let lengths = (0..<rowCount).map { row in
            let values = rows.extracting(row * dimension..<(row + 1) * dimension)
            return BLAS.dot(values, values)
        }
        var chosen = [min(Int(numbers.uniform() * Double(rowCount)), rowCount - 1)]
        var distances = [Float](repeating: .infinity, count: rowCount)
        var products = [Float](repeating: 0, count: rowCount)
        while chosen.count < count {
            let last = chosen[chosen.count - 1]
            var span = products.mutableSpan
            BLAS.multiply(
                rows, rows: rowCount, by: rows.extracting(last * dimension..<(last + 1) * dimension), into: &span)
            for row in 0..<rowCount {
                distances[row] = max(0, min(distances[row], lengths[row] + lengths[last] - 2 * products[row]))
            }
            distances[last] = 0
            chosen.append(draw(in: distances, with: &numbers) ?? firstRow(outside: chosen))
        }
        return chosen
    }

    /// A row by its share of the sum, or `nil` where all shares are zero.
    private static func draw(in shares: [Float], with numbers: inout GaussianNoise) -> Int? {
        let total = shares.reduce(0.0) { $0 + Double($1) }
        guard total > 0 else { return nil }
        var left = numbers.uniform() * total
        for row in shares.indices where shares[row] > 0 {
            left -= Double(shares[row])
            if left < 0 { return row }
        }
        return shares.lastIndex { $0 > 0 }
    }

    /// With fewer distinct rows than centroids, copies have to do.
    private static func firstRow(outside chosen: [Int]) -> Int {
        let taken = Set(chosen)
        var row = 0
        while taken.contains(row) { row += 1 }
        return row
    }
}
