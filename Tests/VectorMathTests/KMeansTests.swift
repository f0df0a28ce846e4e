// SPDX-License-Identifier: Apache-2.0
import Testing
import _VectorMath

struct KMeansTests {
    private func noise(rows: Int, dimension: Int, seed: UInt64) -> [Float] {
        var noise = GaussianNoise(seed: seed)
        return (0..<rows * dimension).map { _ in noise.next() }
    }

    private func squaredDistance(
        _ rows: [Float], _ row: Int, _ centroids: [Float], _ centroid: Int, _ dimension: Int
    )
        -> Double
    {
        (0..<dimension).reduce(0.0) { sum, place in
            let difference = Double(rows[row * dimension + place]) - Double(centroids[centroid * dimension + place])
            return sum + difference * difference
        }
    }

    @Test(
        "the nearest centroids are those of a search in double precision, across the borders of blocks",
        arguments: [(1, 1, 1), (300, 520, 7), (257, 1025, 32), (600, 3, 128)])
    func nearest(rowCount: Int, centroidCount: Int, dimension: Int) {
        let rows = noise(rows: rowCount, dimension: dimension, seed: 1)
        let centroids = noise(rows: centroidCount, dimension: dimension, seed: 2)
        let (assigned, scores) = NearestCentroids(centroids, dimension: dimension).assignments(of: rows.span)
        for row in stride(from: 0, to: rowCount, by: 7) {
            let distances = (0..<centroidCount).map { squaredDistance(rows, row, centroids, $0, dimension) }
            let least = distances.min() ?? 0
            let length = squaredDistance(rows, row, [Float](repeating: 0, count: dimension), 0, dimension)
            #expect(distances[Int(assigned[row])] <= least + 1e-4 * (1 + length))
            #expect(abs(length - 2 * Double(scores[row]) - least) < 1e-4 * (1 + length))
        }
    }

    @Test("of equal centroids the first is the nearest")
    func ties() {
        let centroids: [Float] = [5, 5, 1, 2, 1, 2]
        let (assigned, _) = NearestCentroids(centroids, dimension: 2).assignments(of: [1, 1, 4, 4].span)
        #expect(assigned == [1, 0])
    }

    @Test("the objective never rises", arguments: [KMeans.Seeding.sampled, .plusPlus], [false, true])
    func objective(seeding: KMeans.Seeding, isSpherical: Bool) {
        var rows = noise(rows: 900, dimension: 16, seed: 3)
        if isSpherical { normalise(&rows, dimension: 16) }
        var clustering = KMeans(
            seedingFrom: rows.span, dimension: 16, count: 40, seeding: seeding, isSpherical: isSpherical, seed: 4)
        clustering.run(over: rows.span, atMost: 30)
        #expect(clustering.objectives.count > 3)
        for (before, after) in zip(clustering.objectives, clustering.objectives.dropFirst()) {
            #expect(after <= before * (1 + 1e-6))
        }
        #expect(clustering.objectives[clustering.objectives.count - 1] < 0.97 * clustering.objectives[0])
    }

    @Test("when nothing moves, every row is at its nearest centroid and every centroid is the mean of its rows")
    func convergence() {
        let dimension = 5
        let rows = noise(rows: 400, dimension: dimension, seed: 5)
        var clustering = KMeans(seedingFrom: rows.span, dimension: dimension, count: 12, seed: 6)
        clustering.run(over: rows.span, atMost: 500)
        #expect(clustering.objectives.count < 500)
        let (assigned, _) = NearestCentroids(clustering.centroids, dimension: dimension).assignments(of: rows.span)
        var sums = [Double](repeating: 0, count: 12 * dimension)
        var sizes = [Double](repeating: 0, count: 12)
        for row in assigned.indices {
            let centroid = Int(assigned[row])
            let own = squaredDistance(rows, row, clustering.centroids, centroid, dimension)
            for other in 0..<12 {
                #expect(own <= squaredDistance(rows, row, clustering.centroids, other, dimension) + 1e-5)
            }
            sizes[centroid] += 1
            for place in 0..<dimension { sums[centroid * dimension + place] += Double(rows[row * dimension + place]) }
        }
        for place in sums.indices {
            #expect(abs(sums[place] / sizes[place / dimension] - Double(clustering.centroids[place])) < 1e-5)
        }
    }

    @Test("a centroid without rows takes the row that is farthest from its own")
    func emptyClusters() {
        // Two hundred copies of one row and three others: a sample is nearly sure to hold copies only.
        var rows = [Float](repeating: 0, count: 400)
        rows += [9, 0, 0, 7, -8, -8]
        var clustering = KMeans(seedingFrom: rows.span, dimension: 2, count: 4, seed: 1)
        #expect(clustering.centroids.allSatisfy { $0 == 0 })
        clustering.run(over: rows.span, atMost: 10)
        let (_, scores) = NearestCentroids(clustering.centroids, dimension: 2).assignments(of: rows.span)
        #expect(scores.suffix(3) == [40.5, 24.5, 64])
        #expect(clustering.objectives[clustering.objectives.count - 1] == 0)
    }

    @Test("k-means++ seeds one centroid in each of clusters that lie far apart")
    func plusPlus() {
        var rows = noise(rows: 300, dimension: 2, seed: 8)
        for row in 0..<300 { rows[row * 2] += Float(row % 10) * 1000 }
        let clustering = KMeans(seedingFrom: rows.span, dimension: 2, count: 10, seeding: .plusPlus, seed: 9)
        let found = Set((0..<10).map { Int((clustering.centroids[$0 * 2] / 1000).rounded()) })
        #expect(found.count == 10)
    }

    @Test("k-means++ gets by with fewer distinct rows than centroids")
    func plusPlusOfCopies() {
        let rows = [Float](repeating: 2, count: 12)
        let clustering = KMeans(seedingFrom: rows.span, dimension: 3, count: 4, seeding: .plusPlus, seed: 1)
        #expect(clustering.centroids == rows)
    }

    @Test("the seed decides the centroids; spherical ones have length 1; a stop is heeded")
    func determinism() {
        var rows = noise(rows: 200, dimension: 8, seed: 10)
        normalise(&rows, dimension: 8)
        func centroids(seed: UInt64, limit: Int = 5, isStopped: () -> Bool = { false }) -> KMeans {
            var clustering = KMeans(
                seedingFrom: rows.span, dimension: 8, count: 9, isSpherical: true, seed: seed)
            clustering.run(over: rows.span, atMost: limit, unless: isStopped)
            return clustering
        }
        let first = centroids(seed: 1)
        #expect(first.centroids == centroids(seed: 1).centroids)
        #expect(first.centroids != centroids(seed: 2).centroids)
        for start in stride(from: 0, to: first.centroids.count, by: 8) {
            #expect(abs(first.centroids[start..<start + 8].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
        var asked = 0
        let stopped = centroids(seed: 1, limit: 100) {
            asked += 1
            return asked > 2
        }
        #expect(stopped.objectives.count == 2)
    }

    @Test("rows are drawn once each, in order, and all where there are not more", arguments: [0, 1, 7, 99, 100, 150])
    func sample(count: Int) {
        var numbers = GaussianNoise(seed: 11)
        let chosen = RowSample.choose(count, of: 100, with: &numbers)
        #expect(chosen.count == min(count, 100))
        #expect(zip(chosen, chosen.dropFirst()).allSatisfy { $0 < $1 })
        #expect(chosen.allSatisfy { (0..<100).contains($0) })
    }

    private func normalise(_ rows: inout [Float], dimension: Int) {
        for start in stride(from: 0, to: rows.count, by: dimension) {
            let length = rows[start..<start + dimension].reduce(0) { $0 + $1 * $1 }.squareRoot()
            for place in start..<start + dimension { rows[place] /= length }
        }
    }
}
