// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Rows described by their cosine distances to all rows, and how far apart these descriptions are.
///
/// With E the unit rows and S = EEᵀ their cosines, the description of row i is 1 - Sᵢ, and two of them are
/// ‖Sᵢ - Sⱼ‖² = (eᵢ - eⱼ)ᵀ EᵀE (eᵢ - eⱼ) apart. The right side needs the `dimension × dimension` matrix EᵀE in place of the
/// product of two `rows × rows` matrices. It holds for the rows less their mean as well, and with these the sums that
/// cancel are small.
struct CosineProfiles {
    private let rows: [Float]
    private let rowCount: Int
    private let dimension: Int

    /// Describes rows.
    ///
    /// - Parameters:
    ///   - rows: `count × dimension` values, each row of length 1 or 0.
    ///   - dimension: The length of a row.
    init(unitRows rows: [Float], dimension: Int) {
        self.rows = rows
        self.rowCount = rows.count / dimension
        self.dimension = dimension
    }

    /// The squared Euclidean distance of every two descriptions.
    ///
    /// - Returns: `rows × rows` values, symmetric, none below 0.
    /// - Complexity: O(rows · min(rows, dimension) · (rows + dimension)), two or three matrix products.
    func squaredDistances() -> [Float] {
        let centred = self.centred()
        var squares: [Float]
        if rowCount <= dimension {
            let profiles = product(centred, rowCount, rows, rowCount, depth: dimension)
            squares = product(profiles, rowCount, profiles, rowCount, depth: rowCount)
        } else {
            let columns = transposed()
            let moments = product(columns, dimension, columns, dimension, depth: rowCount)
            let turned = product(centred, rowCount, moments, dimension, depth: dimension)
            squares = product(turned, rowCount, centred, rowCount, depth: dimension)
        }
        let norms = (0..<rowCount).map { squares[$0 * rowCount + $0] }
        for row in 0..<rowCount {
            for other in 0..<row {
                let distance = max(0, norms[row] + norms[other] - 2 * squares[row * rowCount + other])
                squares[row * rowCount + other] = distance
                squares[other * rowCount + row] = distance
            }
            squares[row * rowCount + row] = 0
        }
        return squares
    }

    private func centred() -> [Float] {
        var mean = [Float](repeating: 0, count: dimension)
        for row in 0..<rowCount {
            for place in 0..<dimension { mean[place] += rows[row * dimension + place] / Float(rowCount) }
        }
        var centred = rows
        for row in 0..<rowCount {
            for place in 0..<dimension { centred[row * dimension + place] -= mean[place] }
        }
        return centred
    }

    private func transposed() -> [Float] {
        var columns = [Float](repeating: 0, count: rows.count)
        for row in 0..<rowCount {
            for place in 0..<dimension { columns[place * rowCount + row] = rows[row * dimension + place] }
        }
        return columns
    }

    private func product(
        _ left: [Float], _ leftRows: Int, _ right: [Float], _ rightRows: Int, depth: Int
    ) -> [Float] {
        var product = [Float](repeating: 0, count: leftRows * rightRows)
        var span = product.mutableSpan
        BLAS.multiply(
            left.span, rows: leftRows, byRowsOf: right.span, rows: rightRows, depth: depth, into: &span)
        return product
    }
}
