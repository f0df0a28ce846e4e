// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

extension StateMatrix {
    /// The mean of at least one row.
    ///
    /// - Complexity: O(rows · width).
    package func mean(of rows: Range<Int>) -> [Float] {
        check(rows)
        precondition(!rows.isEmpty, "the mean of no rows")
        var mean = [Float](repeating: 0, count: width)
        unsafe rag_mean_rows(address(ofRow: rows.lowerBound), rows.count, width, &mean)
        return mean
    }
}

/// Rows of length 1.
package enum UnitRows {
    /// Scales each row to length 1; a row of zeros stays as it is.
    ///
    /// - Complexity: O(values).
    package static func normalise(_ values: inout [Float], width: Int) {
        precondition(width > 0 && values.count % width == 0, "rows come whole")
        unsafe rag_unit_rows(&values, values.count / width, width)
    }
}
