// SPDX-License-Identifier: Apache-2.0
internal import CBLAS
internal import CLAPACKE

/// The sums from which the mean and the covariance of rows follow, so that rows need not be kept.
package struct CovarianceSums: Sendable {
    /// The length of a row.
    package let dimension: Int

    /// The number of rows so far.
    package private(set) var rowCount = 0

    // Sums in double precision: the covariance is a small difference of large numbers.
    private var sums: [Double]
    private var products: [Double]

    /// Starts without rows.
    package init(dimension: Int) {
        precondition(dimension > 0, "rows of \(dimension) values")
        self.dimension = dimension
        sums = [Double](repeating: 0, count: dimension)
        products = [Double](repeating: 0, count: dimension * dimension)
    }

    /// Takes in rows.
    ///
    /// - Parameter rows: Whole rows, row-major.
    /// - Complexity: O(rows · dimension²) by BLAS.
    package mutating func add(_ rows: Span<Float>) {
        precondition(rows.count % dimension == 0, "rows come whole")
        let count = rows.count / dimension
        guard count > 0 else { return }
        BLASProvider.useOneThread
        var values = [Double](repeating: 0, count: rows.count)
        for place in values.indices { values[place] = Double(rows[place]) }
        for row in stride(from: 0, to: values.count, by: dimension) {
            for place in 0..<dimension { sums[place] += values[row + place] }
        }
        let order = Int32(dimension)
        unsafe cblas_dsyrk(
            CblasRowMajor, CblasUpper, CblasTrans, order, Int32(count), 1, values, order, 1, &products, order)
        rowCount += count
    }

    /// The directions of most variance (Pearson 1901, doi:10.1080/14786440109462720).
    ///
    /// - Parameter count: How many, from 1 to ``dimension``.
    /// - Returns: The mean of the rows; and the directions, orthonormal rows of ``dimension`` values, that of most variance
    ///   first, each with its component of greatest magnitude positive, so that the same rows always give the same ones.
    /// - Throws: ``VectorMathError/Code/decompositionFailed`` when LAPACK refuses.
    /// - Complexity: O(dimension³).
    package func principalComponents(_ count: Int) throws(VectorMathError) -> (mean: [Float], basis: [Float]) {
        precondition(rowCount > 0 && (1...dimension).contains(count), "\(count) components of \(rowCount) rows")
        BLASProvider.useOneThread
        let mean = sums.map { $0 / Double(rowCount) }
        var matrix = products
        for row in 0..<dimension {
            for column in row..<dimension {
                let place = row * dimension + column
                matrix[place] = matrix[place] / Double(rowCount) - mean[row] * mean[column]
            }
        }
        var variances = [Double](repeating: 0, count: dimension)
        let order = Int32(dimension)
        let status = unsafe LAPACKE_dsyevd(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), order, &matrix, order, &variances)
        guard status == 0 else {
            throw VectorMathError(
                .decompositionFailed, "LAPACK's eigenvalue decomposition failed with status \(status)")
        }
        // Eigenvectors stand in columns, that of the least eigenvalue first.
        var basis: [Float] = []
        for component in 0..<count {
            let column = (0..<dimension).map { matrix[$0 * dimension + dimension - 1 - component] }
            let greatest = column.max { $0.magnitude < $1.magnitude } ?? 0
            basis += column.map { Float(greatest < 0 ? -$0 : $0) }
        }
        return (mean.map { Float($0) }, basis)
    }
}
