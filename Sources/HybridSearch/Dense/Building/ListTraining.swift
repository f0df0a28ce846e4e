// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Which clusters each row of a segment belongs to, by k-means on a sample.
///
/// An inverted file of vectors (Sivic, Zisserman 2003, doi:10.1109/ICCV.2003.1238663) whose rows are kept under two
/// centroids each (``SpilledAssignment``).
struct ListTraining {
    /// The length of a row.
    let dimension: Int

    /// The centroids as they are stored; of one cluster the mean.
    let centroids: CentroidTable

    /// The rows that the centroids were made of, ascending.
    let sample: [Int]

    /// For each row its nearest centroid.
    let nearest: [UInt32]

    /// For each row its second centroid; the same as the nearest where there is but one.
    let second: [UInt32]

    private static let sampleRowsPerList = 32
    private static let leastSampleRows = 4_096
    private static let iterations = 6
    private static let blockRows = 4_096

    /// Clusters rows.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - dimension: The length of a row.
    ///   - listCount: The number of clusters, at least 1.
    ///   - seed: Decides the sample and the first centroids.
    /// - Complexity: O(rows · clusters · dimension) by BLAS.
    init(_ source: some RowSource, dimension: Int, listCount: Int, seed: UInt64) {
        self.dimension = dimension
        var numbers = GaussianNoise(seed: seed)
        sample = RowSample.choose(
            max(listCount * Self.sampleRowsPerList, min(Self.leastSampleRows, source.rowCount / 2)),
            of: source.rowCount, with: &numbers)
        let means = Self.train(
            source.gathered(sample, dimension: dimension), dimension: dimension, listCount: listCount, seed: seed)
        centroids = CentroidTable(rounding: means, dimension: dimension)
        guard listCount > 1 else {
            nearest = [UInt32](repeating: 0, count: source.rowCount)
            second = nearest
            return
        }
        let assignment = SpilledAssignment(centroids.values, dimension: dimension)
        var nearest: [UInt32] = []
        var second: [UInt32] = []
        for start in stride(from: 0, to: source.rowCount, by: Self.blockRows) {
            let rows = source.gathered(start..<min(start + Self.blockRows, source.rowCount), dimension: dimension)
            let lists = withExtendedLifetime(rows) { assignment.assignments(of: rows.span) }
            nearest += lists.nearest
            second += lists.second
        }
        self.nearest = nearest
        self.second = second
    }

    private static func train(_ sample: [Float], dimension: Int, listCount: Int, seed: UInt64) -> [Float] {
        withExtendedLifetime(sample) {
            let rows = sample.span
            var means = KMeans(seedingFrom: rows, dimension: dimension, count: listCount, seed: seed)
            means.run(over: rows, atMost: listCount == 1 ? 1 : iterations)
            return means.centroids
        }
    }

    /// The rows of each part: those of list `i` that are nearest to it are part `2i`, those that spill into it `2i + 1`.
    ///
    /// - Returns: The rows of all parts, one part after the other and ascending in each, and how many each has.
    func parts() -> (rows: [UInt32], counts: [UInt32]) {
        var counts = [UInt32](repeating: 0, count: 2 * centroids.count)
        for row in nearest.indices {
            counts[2 * Int(nearest[row])] += 1
            if second[row] != nearest[row] { counts[2 * Int(second[row]) + 1] += 1 }
        }
        var next: [Int] = []
        var total = 0
        for count in counts {
            next.append(total)
            total += Int(count)
        }
        var rows = [UInt32](repeating: 0, count: total)
        func put(_ row: Int, _ part: Int) {
            rows[next[part]] = UInt32(row)
            next[part] += 1
        }
        for row in nearest.indices {
            put(row, 2 * Int(nearest[row]))
            if second[row] != nearest[row] { put(row, 2 * Int(second[row]) + 1) }
        }
        return (rows, counts)
    }
}
