// SPDX-License-Identifier: Apache-2.0

/// The tree of clusters that Ward's method builds: it always joins the two clusters whose union adds least variance.
///
/// Built by the nearest-neighbour chain (Murtagh 1983, doi:10.1093/comjnl/26.4.354; Müllner 2011, arXiv 1109.2378) with
/// the update of Lance and Williams (1967, doi:10.1093/comjnl/9.4.373) on squared distances.
struct WardLinkage {
    /// One join of two clusters, each named by one of its rows.
    struct Join {
        var first: Int
        var second: Int
        var height: Float
    }

    /// The joins, least first; a cluster is joined after its parts.
    let joins: [Join]

    private let count: Int

    /// Builds the tree.
    ///
    /// - Parameters:
    ///   - distances: `count × count` squared Euclidean distances, symmetric.
    ///   - count: The number of rows, at least 1.
    /// - Complexity: O(count²) time and memory.
    init(squaredDistances distances: [Float], count: Int) {
        precondition(distances.count == count * count, "\(distances.count) distances between \(count) rows")
        var chain = NearestNeighbourChain(distances, count: count)
        var joins: [Join] = []
        joins.reserveCapacity(count)
        while joins.count < count - 1 { joins.append(chain.join()) }
        // The sort is stable, and no join is lower than those of its parts.
        self.joins = joins.sorted { $0.height < $1.height }
        self.count = count
    }

    /// Cuts the tree.
    ///
    /// - Parameter clusters: How many clusters to leave, of 1...count.
    /// - Returns: For each row a label; rows of one cluster have the same.
    /// - Complexity: O(count · log count).
    func labels(clusters: Int) -> [Int] {
        var parents = Array(0..<count)
        func root(of row: Int) -> Int {
            var row = row
            while parents[row] != row {
                parents[row] = parents[parents[row]]
                row = parents[row]
            }
            return row
        }
        for join in joins.prefix(count - clusters) { parents[root(of: join.first)] = root(of: join.second) }
        return (0..<count).map { root(of: $0) }
    }
}
