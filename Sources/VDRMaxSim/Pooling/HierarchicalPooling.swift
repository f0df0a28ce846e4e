// SPDX-License-Identifier: Apache-2.0

/// Means of clusters of similar rows, found by Ward's method: the pooling that the literature recommends.
///
/// It divides as colpali-engine's `HierarchicalTokenPooler` and ColBERT's `pool_embeddings_hierarchical` do (Clavié,
/// Chaffin, Adams 2024, arXiv 2409.14683): a row is described by its cosine distances `1 - cos` to all rows, Ward's method
/// (1963, doi:10.1080/01621459.1963.10500845) joins rows whose descriptions are near by Euclidean distance, and the tree is
/// cut into `n / factor` clusters, rounded down and at least 1. So two rows belong together when they resemble the same
/// others, not only each other.
///
/// Rows need not be of length 1: angles alone decide on the clusters, the means are of the rows as they are. Where joins
/// tie, the number of clusters is still exact, while the reference may return fewer.
public struct HierarchicalPooling: RowPooling, Hashable {
    /// How many rows become one, on average.
    public var factor: Int { plan.factor }

    /// How many leading rows, such as a first token that stands for the whole, are kept as they are.
    public var protectedRows: Int { plan.protectedRows }

    /// Whether means are scaled to length 1.
    public let normalizesMeans: Bool

    private let plan: PoolingPlan

    /// Creates a pooling.
    ///
    /// - Parameters:
    ///   - factor: How many rows become one on average, at least 1; 1 changes nothing.
    ///   - protectedRows: How many leading rows are kept as they are and left out of the clustering.
    ///   - normalizesMeans: Whether means are scaled to length 1.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    public init(factor: Int, protectedRows: Int = 0, normalizesMeans: Bool = true) throws(MaxSimError) {
        self.plan = try PoolingPlan(factor: factor, protectedRows: protectedRows)
        self.normalizesMeans = normalizesMeans
    }

    /// Divides the rows into clusters.
    ///
    /// - Parameter vectors: The rows to pool.
    /// - Returns: The clusters, and each protected row alone.
    /// - Complexity: O(rows² · dimension) by BLAS and O(rows²) for the clustering; O(rows²) memory.
    public func partition(of vectors: MultiVector) -> RowPartition {
        plan.partition(rowCount: vectors.rowCount) { rows in
            let distances = CosineProfiles(unitRows: vectors.unitRows(rows), dimension: vectors.dimension)
                .squaredDistances()
            return WardLinkage(squaredDistances: distances, count: rows.count)
                .labels(clusters: plan.groupCount(of: rows.count))
        }
    }
}
