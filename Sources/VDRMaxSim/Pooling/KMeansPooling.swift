// SPDX-License-Identifier: Apache-2.0

/// Means of clusters of similar rows, found by spherical k-means.
///
/// The clusters are of rows that point in nearly the same direction (Dhillon, Modha 2001, doi:10.1023/A:1007612920971), in
/// at most `n / factor` of them. One of the three poolings that Clavié, Chaffin and Adams compare (2024, arXiv 2409.14683).
/// Unlike ``HierarchicalPooling`` it depends on a seed, and a coarser pooling is not one of a finer.
public struct KMeansPooling: RowPooling, Hashable {
    /// How many rows become one, on average.
    public var factor: Int { plan.factor }

    /// How many leading rows, such as a first token that stands for the whole, are kept as they are.
    public var protectedRows: Int { plan.protectedRows }

    /// Chooses the first centroids; the same seed gives the same clusters.
    public let seed: UInt64

    /// The most rounds of assigning rows and moving centroids; it ends earlier when no row changes its cluster.
    public let iterations: Int

    /// Whether means are scaled to length 1.
    public let normalizesMeans: Bool

    private let plan: PoolingPlan

    /// Creates a pooling.
    ///
    /// - Parameters:
    ///   - factor: How many rows become one on average, at least 1; 1 changes nothing.
    ///   - seed: Chooses the first centroids.
    ///   - iterations: The most rounds, at least 1.
    ///   - protectedRows: How many leading rows are kept as they are and left out of the clustering.
    ///   - normalizesMeans: Whether means are scaled to length 1.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    public init(
        factor: Int, seed: UInt64 = 0, iterations: Int = 10, protectedRows: Int = 0, normalizesMeans: Bool = true
    ) throws(MaxSimError) {
        guard iterations >= 1 else {
            throw MaxSimError(.invalidParameter, "\(iterations) rounds of k-means; give 1 or more")
        }
        self.plan = try PoolingPlan(factor: factor, protectedRows: protectedRows)
        self.seed = seed
        self.iterations = iterations
        self.normalizesMeans = normalizesMeans
    }

    /// Divides the rows into clusters.
    ///
    /// - Parameter vectors: The rows to pool.
    /// - Returns: The clusters, and each protected row alone; fewer than asked for where rows repeat or a cluster ran empty.
    /// - Complexity: O(iterations · rows² · dimension / factor) by BLAS.
    public func partition(of vectors: MultiVector) -> RowPartition {
        plan.partition(rowCount: vectors.rowCount) { rows in
            var clustering = SphericalKMeans(
                unitRows: vectors.unitRows(rows), dimension: vectors.dimension,
                clusters: plan.groupCount(of: rows.count), seed: seed)
            clustering.run(iterations: iterations)
            return clustering.labels
        }
    }
}
