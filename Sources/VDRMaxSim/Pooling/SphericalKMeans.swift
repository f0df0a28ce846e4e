// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// k-means on the unit sphere: a row belongs to the centroid of the greatest cosine, a centroid is the direction of the
/// sum of its rows.
///
/// The first centroids are rows, each chosen with the odds of its distance `1 - cos` from those chosen before: k-means++
/// (Arthur, Vassilvitskii 2007, doi:10.5555/1283383.1283494), for the sphere.
struct SphericalKMeans {
    /// The cluster of each row.
    private(set) var labels: [Int]

    private let rows: [Float]
    private let rowCount: Int
    private let dimension: Int
    private var centroids: [Float]
    private var clusterCount: Int { centroids.count / dimension }

    /// Chooses the first centroids.
    ///
    /// - Parameters:
    ///   - rows: `count × dimension` values, each row of length 1 or 0; at least one row.
    ///   - dimension: The length of a row.
    ///   - clusters: The most clusters, of 1...count.
    ///   - seed: Chooses the first centroids.
    /// - Complexity: O(clusters · count · dimension).
    init(unitRows rows: [Float], dimension: Int, clusters: Int, seed: UInt64) {
        self.rows = rows
        self.rowCount = rows.count / dimension
        self.dimension = dimension
        self.labels = [Int](repeating: 0, count: rowCount)
        self.centroids = []
        centroids.reserveCapacity(clusters * dimension)
        var noise = GaussianNoise(seed: seed)
        var next: Int? = Int(noise.uniform() * Double(rowCount))
        var distances = [Float](repeating: .infinity, count: rowCount)
        while let row = next {
            let centroid = Array(rows[(row * dimension)..<((row + 1) * dimension)])
            centroids.append(contentsOf: centroid)
            guard clusterCount < clusters else { return }
            lower(&distances, toThoseFrom: centroid)
            // A row of norm 0 is at distance 1 from itself too.
            distances[row] = 0
            next = Self.choose(by: distances, at: noise.uniform())
        }
    }

    /// Assigns rows and moves centroids, until nothing changes or the rounds are over.
    ///
    /// - Complexity: O(iterations · count · clusters · dimension).
    mutating func run(iterations: Int) {
        var cosines = [Float](repeating: 0, count: rowCount * clusterCount)
        for round in 0..<iterations {
            guard assign(&cosines) || round == 0 else { return }
            moveCentroids()
        }
    }

    private func lower(_ distances: inout [Float], toThoseFrom centroid: [Float]) {
        var cosines = [Float](repeating: 0, count: rowCount)
        var span = cosines.mutableSpan
        BLAS.multiply(rows.span, rows: rowCount, by: centroid.span, into: &span)
        for row in 0..<rowCount { distances[row] = min(distances[row], max(0, 1 - cosines[row])) }
    }

    /// A row, chosen with odds; none where every one has odds of nearly 0.
    private static func choose(by odds: [Float], at fraction: Double) -> Int? {
        // Rows that differ by rounding alone are one row.
        let odds = odds.map { $0 > 1e-6 ? Double($0) : 0 }
        var remaining = odds.reduce(0, +) * fraction
        guard let last = odds.lastIndex(where: { $0 > 0 }) else { return nil }
        for row in 0..<last where odds[row] > 0 {
            remaining -= odds[row]
            if remaining < 0 { return row }
        }
        return last
    }

    /// Gives each row to its nearest centroid, the first of equals; returns whether one has changed.
    private mutating func assign(_ cosines: inout [Float]) -> Bool {
        let clusters = clusterCount
        var span = cosines.mutableSpan
        BLAS.multiply(
            rows.span, rows: rowCount, byRowsOf: centroids.span, rows: clusters, depth: dimension, into: &span)
        var changed = false
        for row in 0..<rowCount {
            var best = 0
            for cluster in 1..<max(clusters, 1)
            where cosines[row * clusters + cluster] > cosines[row * clusters + best] { best = cluster }
            if best != labels[row] { changed = true }
            labels[row] = best
        }
        return changed
    }

    /// Puts each centroid in the direction of the sum of its rows; one without rows, or of a sum of zero, stays.
    private mutating func moveCentroids() {
        var sums = [Double](repeating: 0, count: centroids.count)
        for row in 0..<rowCount {
            let target = labels[row] * dimension
            for place in 0..<dimension { sums[target + place] += Double(rows[row * dimension + place]) }
        }
        for start in stride(from: 0, to: sums.count, by: dimension) {
            let length = sums[start..<start + dimension].reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for place in start..<start + dimension { centroids[place] = Float(sums[place] / length) }
        }
    }
}
