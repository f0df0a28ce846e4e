// SPDX-License-Identifier: Apache-2.0

/// Rows drawn at random, without replacement and in ascending order.
package enum RowSample {
    /// Draws row numbers by one pass (selection sampling; Fan, Muller, Rezucha 1962, doi:10.1080/01621459.1962.10480667).
    ///
    /// - Parameters:
    ///   - count: How many to draw; all where there are not more.
    ///   - total: The number of rows.
    ///   - numbers: The source of randomness.
    /// - Returns: Distinct numbers below `total`, ascending.
    /// - Complexity: O(total).
    package static func choose(_ count: Int, of total: Int, with numbers: inout GaussianNoise) -> [Int] {
        guard count < total else { return Array(0..<total) }
        var chosen: [Int] = []
        chosen.reserveCapacity(count)
        for row in 0..<total where chosen.count < count {
            if numbers.uniform() * Double(total - row) < Double(count - chosen.count) { chosen.append(row) }
        }
        return chosen
    }

    /// Copies rows.
    ///
    /// - Parameters:
    ///   - chosen: The rows' numbers.
    ///   - rows: Whole rows, row-major.
    ///   - dimension: The length of a row.
    /// - Returns: The chosen rows, one after the other.
    package static func gather(_ chosen: [Int], from rows: Span<Float>, dimension: Int) -> [Float] {
        var gathered = [Float](repeating: 0, count: chosen.count * dimension)
        for (target, source) in chosen.enumerated() {
            BLAS.add(rows.extracting(source * dimension..<(source + 1) * dimension), toRow: target, of: &gathered)
        }
        return gathered
    }
}
