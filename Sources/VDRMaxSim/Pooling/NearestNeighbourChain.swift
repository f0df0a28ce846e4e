// SPDX-License-Identifier: Apache-2.0

/// Clusters, of which it joins two that are each other's nearest, again and again.
///
/// From any cluster it goes to the nearest, and from there to the nearest, until two are nearest to each other. Under Ward's
/// distance such a pair is joined in the whole tree as well, whatever else is joined before.
struct NearestNeighbourChain {
    /// Squared distances; infinite to a cluster that is gone and to the cluster itself.
    private var distances: [Float]
    private let count: Int
    /// The rows of each cluster, 0 for one that is gone.
    ///
    /// A cluster takes the place of one of its parts.
    private var sizes: [Float]
    private var heights: [Float]
    private var chain: [Int] = []
    private var firstCluster = 0

    init(_ squaredDistances: [Float], count: Int) {
        self.distances = squaredDistances
        self.count = count
        self.sizes = [Float](repeating: 1, count: count)
        self.heights = [Float](repeating: 0, count: count)
        for row in 0..<count { distances[row * count + row] = .infinity }
    }

    /// Joins two clusters; there must be two.
    ///
    /// - Complexity: O(count) amortised.
    mutating func join() -> WardLinkage.Join {
        while sizes[firstCluster] == 0 { firstCluster += 1 }
        if chain.isEmpty { chain.append(firstCluster) }
        while true {
            let tip = chain[chain.count - 1]
            let previous = chain.count > 1 ? chain[chain.count - 2] : nil
            let nearest = nearest(to: tip, preferring: previous)
            if nearest == previous { return merge(tip, into: nearest) }
            chain.append(nearest)
        }
    }

    /// The nearest cluster; of equally near ones the preferred, so that the chain ends, else the first.
    private func nearest(to cluster: Int, preferring preferred: Int?) -> Int {
        let start = cluster * count
        var nearest = preferred ?? cluster
        var least = distances[start + nearest]
        for other in 0..<count where distances[start + other] < least {
            least = distances[start + other]
            nearest = other
        }
        return nearest
    }

    private mutating func merge(_ gone: Int, into kept: Int) -> WardLinkage.Join {
        let distance = distances[gone * count + kept]
        // Rounding must not put a join below those of its parts.
        let height = max(distance, heights[gone], heights[kept])
        updateDistances(merging: gone, into: kept, at: distance)
        sizes[kept] += sizes[gone]
        sizes[gone] = 0
        heights[kept] = height
        // Rounding may have led the chain over one of the two twice.
        if let stale = chain.firstIndex(where: { $0 == gone || $0 == kept }) { chain.removeSubrange(stale...) }
        return WardLinkage.Join(first: gone, second: kept, height: height)
    }

    private mutating func updateDistances(merging gone: Int, into kept: Int, at distance: Float) {
        let both = sizes[gone] + sizes[kept]
        for other in 0..<count where sizes[other] > 0 && other != gone && other != kept {
            let size = sizes[other]
            let sum =
                (sizes[gone] + size) * distances[gone * count + other]
                + (sizes[kept] + size) * distances[kept * count + other] - size * distance
            let updated = max(0, sum / (both + size))
            distances[kept * count + other] = updated
            distances[other * count + kept] = updated
            distances[other * count + gone] = .infinity
        }
        distances[kept * count + gone] = .infinity
    }
}
