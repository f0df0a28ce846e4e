// SPDX-License-Identifier: Apache-2.0

/// Clusters rows around centroids by Lloyd's iteration.
///
/// One iteration assigns every row to its nearest centroid (``NearestCentroids``) and moves every centroid to the mean of
/// its rows; the objective, the sum of squared distances, never rises (Lloyd 1982, doi:10.1109/TIT.1982.1056489). A
/// centroid without rows moves to the row that is farthest from its own. The caller runs the iterations and may stop
/// between any two; the same seed gives the same centroids.
package struct KMeans: Sendable {
    /// The length of a row.
    package let dimension: Int

    /// The centroids, row-major.
    package private(set) var centroids: [Float]

    /// The number of centroids.
    package var count: Int { centroids.count / dimension }

    /// The objective before each iteration: the sum over all rows of the squared distance to the nearest centroid.
    package private(set) var objectives: [Double] = []

    /// Whether centroids are scaled to length 1, so that clusters gather directions (Dhillon, Modha 2001,
    /// doi:10.1023/A:1007612920971); meant for rows of length 1.
    package let isSpherical: Bool

    /// Where the first centroids come from.
    package enum Seeding: Sendable {
        /// Rows drawn without replacement: O(rows).
        case sampled
        /// k-means++, rows drawn by their squared distance from those drawn before (Arthur, Vassilvitskii 2007): fewer
        /// iterations, but O(rows · count · dimension) on its own.
        case plusPlus
    }

    /// Chooses the first centroids.
    ///
    /// - Parameters:
    ///   - rows: Whole rows, row-major.
    ///   - dimension: The length of a row, at least 1.
    ///   - count: The number of centroids, from 1 to the number of rows.
    ///   - seeding: How they are chosen.
    ///   - isSpherical: Whether centroids are kept at length 1.
    ///   - seed: Decides every random choice.
    package init(
        seedingFrom rows: Span<Float>, dimension: Int, count: Int, seeding: Seeding = .sampled,
        isSpherical: Bool = false, seed: UInt64
    ) {
        precondition(dimension > 0 && rows.count % dimension == 0, "rows come whole")
        precondition((1...max(rows.count / dimension, 1)).contains(count), "at most as many centroids as rows")
        var numbers = GaussianNoise(seed: seed)
        let chosen =
            switch seeding {
            case .sampled: RowSample.choose(count, of: rows.count / dimension, with: &numbers)
            case .plusPlus: Self.spreadRows(rows, dimension: dimension, count: count, with: &numbers)
            }
        self.dimension = dimension
        self.isSpherical = isSpherical
        self.centroids = RowSample.gather(chosen, from: rows, dimension: dimension)
        normaliseIfSpherical()
    }

    /// Runs one iteration.
    ///
    /// - Parameter rows: The rows that the clustering was seeded from.
    /// - Returns: Whether a centroid moved; when none did, further iterations change nothing.
    /// - Complexity: O(rows · count · dimension) by BLAS, and room for a sum per centroid.
    @discardableResult
    package mutating func iterate(over rows: Span<Float>) -> Bool {
        let (assigned, scores) = NearestCentroids(centroids, dimension: dimension).assignments(of: rows)
        let distances = squaredDistances(of: rows, scores: scores)
        objectives.append(distances.reduce(0, +))

        var sums = [Float](repeating: 0, count: centroids.count)
        var sizes = [Int](repeating: 0, count: count)
        for row in assigned.indices {
            let centroid = Int(assigned[row])
            sizes[centroid] += 1
            BLAS.add(rows.extracting(row * dimension..<(row + 1) * dimension), toRow: centroid, of: &sums)
        }
        for centroid in sizes.indices where sizes[centroid] > 1 {
            let share = 1 / Float(sizes[centroid])
            for place in centroid * dimension..<(centroid + 1) * dimension { sums[place] *= share }
        }
        fillEmpty(&sums, sizes: sizes, rows: rows, distances: distances)
        let before = centroids
        centroids = sums
        normaliseIfSpherical()
        return centroids != before
    }

    /// Runs iterations until nothing moves, a limit is reached or the caller says stop.
    ///
    /// - Parameters:
    ///   - rows: The rows that the clustering was seeded from.
    ///   - limit: The most iterations.
    ///   - isStopped: Asked before each iteration; the place to look for cancellation.
    package mutating func run(over rows: Span<Float>, atMost limit: Int, unless isStopped: () -> Bool = { false }) {
        for _ in 0..<limit {
            guard !isStopped(), iterate(over: rows) else { return }
        }
    }

    private func squaredDistances(of rows: Span<Float>, scores: [Float]) -> [Double] {
        scores.indices.map { row in
            let values = rows.extracting(row * dimension..<(row + 1) * dimension)
            return max(0, Double(BLAS.dot(values, values)) - 2 * Double(scores[row]))
        }
    }

    /// Gives each centroid without rows the place of one of the rows that are farthest from their centroids.
    private func fillEmpty(_ sums: inout [Float], sizes: [Int], rows: Span<Float>, distances: [Double]) {
        let empty = sizes.indices.filter { sizes[$0] == 0 }
        guard !empty.isEmpty else { return }
        let farthest = distances.indices.sorted { (distances[$0], $1) > (distances[$1], $0) }.prefix(empty.count)
        for (centroid, row) in zip(empty, farthest) {
            for place in 0..<dimension { sums[centroid * dimension + place] = rows[row * dimension + place] }
        }
    }

    private mutating func normaliseIfSpherical() {
        guard isSpherical else { return }
        for start in stride(from: 0, to: centroids.count, by: dimension) {
            let length = centroids[start..<start + dimension].reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for place in start..<start + dimension { centroids[place] /= length }
        }
    }
}
