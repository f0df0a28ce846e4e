// SPDX-License-Identifier: Apache-2.0

/// Means of runs of neighbouring rows, whatever they hold.
///
/// It costs next to nothing and needs no look at the values: neighbouring tokens of a text share their context. Of `n` rows
/// it makes `n / factor`, rounded up; the last run may be shorter. The baseline that the clustering poolings are compared
/// with (Clavié, Chaffin, Adams 2024, arXiv 2409.14683).
public struct SequentialPooling: RowPooling, Hashable {
    /// How many neighbouring rows become one.
    public var factor: Int { plan.factor }

    /// How many leading rows, such as a first token that stands for the whole, are kept as they are.
    public var protectedRows: Int { plan.protectedRows }

    /// Whether means are scaled to length 1.
    public let normalizesMeans: Bool

    private let plan: PoolingPlan

    /// Creates a pooling.
    ///
    /// - Parameters:
    ///   - factor: How many neighbouring rows become one, at least 1; 1 changes nothing.
    ///   - protectedRows: How many leading rows are kept as they are.
    ///   - normalizesMeans: Whether means are scaled to length 1.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    public init(factor: Int, protectedRows: Int = 0, normalizesMeans: Bool = true) throws(MaxSimError) {
        self.plan = try PoolingPlan(factor: factor, protectedRows: protectedRows)
        self.normalizesMeans = normalizesMeans
    }

    /// Divides the rows into runs.
    ///
    /// - Parameter vectors: The rows to pool.
    /// - Returns: The runs, and each protected row alone.
    /// - Complexity: O(rows).
    public func partition(of vectors: MultiVector) -> RowPartition {
        plan.partition(rowCount: vectors.rowCount) { rows in
            rows.map { ($0 - rows.lowerBound) / factor }
        }
    }
}
