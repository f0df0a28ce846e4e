// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The dot product of every patch of a page with every row of a query.
struct PatchProducts {
    /// The number of patches.
    let patchCount: Int

    private let queryRowCount: Int
    private let products: [Float]

    /// Multiplies the patches of a page by the rows of a query.
    ///
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, or `invalidParameter` where the page is too short.
    /// - Complexity: O(query rows · patches · dimension).
    init(of query: MultiVector, on page: MultiVector, grid: PageGrid) throws(MaxSimError) {
        try MaxSim.check(query.dimension, page.dimension)
        try grid.check(fits: page)
        let (dimension, patches) = (page.dimension, grid.patchRows)
        var products = [Float](repeating: 0, count: patches.count * query.rowCount)
        let rows = page.values.span.extracting((patches.lowerBound * dimension)..<(patches.upperBound * dimension))
        var span = products.mutableSpan
        BLAS.multiply(
            rows, rows: patches.count, byRowsOf: query.values.span, rows: query.rowCount, depth: dimension, into: &span)
        self.patchCount = patches.count
        self.queryRowCount = query.rowCount
        self.products = products
    }

    /// The dot product of one patch with one row of the query.
    subscript(patch: Int, queryRow: Int) -> Float { products[patch * queryRowCount + queryRow] }
}
