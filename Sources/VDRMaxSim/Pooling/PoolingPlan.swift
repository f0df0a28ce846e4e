// SPDX-License-Identifier: Apache-2.0

/// How far rows are pooled, and which are left out of it.
struct PoolingPlan: Hashable, Sendable {
    /// How many rows become one, on average.
    let factor: Int

    /// How many leading rows are kept as they are.
    let protectedRows: Int

    init(factor: Int, protectedRows: Int) throws(MaxSimError) {
        guard factor >= 1 else {
            throw MaxSimError(.invalidParameter, "a pooling factor of \(factor); give 1 or more")
        }
        guard protectedRows >= 0 else {
            throw MaxSimError(.invalidParameter, "\(protectedRows) protected rows; give 0 or more")
        }
        self.factor = factor
        self.protectedRows = protectedRows
    }

    /// Divides rows; protected rows stay alone, and so does every row where the factor is 1.
    ///
    /// - Parameters:
    ///   - rowCount: The number of all rows.
    ///   - labels: Gives each of the rows to pool a label of 0 or above; is told which rows these are, at least 2.
    /// - Returns: The groups of these rows, and each other row alone.
    func partition(rowCount: Int, labels: (Range<Int>) -> [Int]) -> RowPartition {
        guard factor > 1, rowCount - protectedRows > 1 else { return RowPartition(separating: rowCount) }
        return RowPartition(labels: (0..<protectedRows).map { -1 - $0 } + labels(protectedRows..<rowCount))
    }

    /// How many groups the factor makes of a number of rows: a `factor`-th, rounded down, and at least 1.
    func groupCount(of rowCount: Int) -> Int { max(1, rowCount / factor) }
}
