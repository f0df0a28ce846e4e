// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension ResidualCodec {
    /// How a codec is trained.
    public struct Training: Hashable, Sendable {
        /// Bits per dimension.
        public var bits: Bits

        /// The number of centroids, of 1...65,536 and not above the number of rows; `nil` takes
        /// ``ResidualCodec/recommendedCentroidCount(rowCount:)``.
        public var centroidCount: Int?

        /// Whether rows are turned by a random rotation first.
        public var rotates: Bool

        /// The most iterations of k-means, 1 or more.
        public var iterations: Int

        /// How many rows are drawn for each centroid at most, 1 or more.
        public var rowsPerCentroid: Int

        /// Decides the sample, the rotation and the first centroids; the same seed gives the same codec on one machine.
        public var seed: UInt64

        /// Creates training parameters.
        ///
        /// - Parameters:
        ///   - bits: Bits per dimension.
        ///   - centroidCount: The number of centroids; `nil` takes the recommended one.
        ///   - rotates: Whether rows are turned first.
        ///   - iterations: The most iterations of k-means.
        ///   - rowsPerCentroid: How many rows are drawn for each centroid at most.
        ///   - seed: Decides every random choice.
        public init(
            bits: Bits = .two, centroidCount: Int? = nil, rotates: Bool = true, iterations: Int = 8,
            rowsPerCentroid: Int = 32, seed: UInt64 = 1
        ) {
            self.bits = bits
            self.centroidCount = centroidCount
            self.rotates = rotates
            self.iterations = iterations
            self.rowsPerCentroid = rowsPerCentroid
            self.seed = seed
        }
    }

    /// The power of two nearest, on a logarithmic scale, to 16 · √rows, which is ColBERTv2's rule.
    ///
    /// It stays within 1...65,536 and leaves four rows or more for each centroid.
    ///
    /// - Parameter rowCount: The rows that will be encoded.
    /// - Returns: A number of centroids.
    public static func recommendedCentroidCount(rowCount: Int) -> Int {
        let wish = 16 * Double(max(rowCount, 1)).squareRoot()
        var count = 1
        // Above the geometric mean of two neighbours the greater is nearer.
        while count < 65_536, wish > Double(count) * 2.0.squareRoot(), count * 2 * 4 <= max(rowCount, 1) { count *= 2 }
        return count
    }

    /// Trains a codec.
    ///
    /// - Parameters:
    ///   - rows: Rows like those that will be encoded; those themselves, if they are at hand.
    ///   - training: How to train.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` for parameters out of range, `decompositionFailed`, or
    ///   `cancelled` when the task was cancelled between two iterations.
    /// - Complexity: O(iterations · sampled rows · centroids · dimension) by BLAS, on the calling thread.
    public init(training rows: MultiVectorBatch, _ training: Training = Training()) throws(MaxSimError) {
        let count = training.centroidCount ?? Self.recommendedCentroidCount(rowCount: rows.rowCount)
        try training.check(centroidCount: count, rowCount: rows.rowCount)
        let rotation = training.rotates ? try Rotation(dimension: rows.dimension, seed: training.seed) : nil

        let dimension = rows.dimension
        let (clustered, heldOut) = Self.samples(of: rows, centroidCount: count, training: training)
        let turned = rotation?.turn(clustered.span) ?? clustered
        var clustering = KMeans(seedingFrom: turned.span, dimension: dimension, count: count, seed: training.seed)
        clustering.run(over: turned.span, atMost: training.iterations) { Task.isCancelled }
        guard !Task.isCancelled else {
            throw MaxSimError(.cancelled, "the task was cancelled while a codec was trained")
        }

        let heldOutTurned = rotation?.turn(heldOut.span) ?? heldOut
        self = Self.fitted(
            to: heldOutTurned, around: clustering.centroids, dimension: dimension, bits: training.bits,
            rotation: rotation)
    }

    /// A codec with these centroids, whose buckets suit the residuals of these rows; both are turned already.
    static func fitted(
        to rows: [Float], around centroids: [Float], dimension: Int, bits: Bits, rotation: Rotation?
    ) -> ResidualCodec {
        let sorted = residuals(of: rows, around: centroids, dimension: dimension).sorted()
        var buckets = ResidualBuckets(quantilesOf: sorted, bits: bits.rawValue)
        buckets.refine(on: sorted)
        let (codes, step) = buckets.roundWeights()
        let quantizer = ResidualQuantizer(
            dimension: dimension, bits: bits.rawValue, centroids: centroids, cutoffs: buckets.cutoffs,
            weightCodes: codes, weightStep: step)
        return ResidualCodec(quantizer: quantizer, bits: bits, rotation: rotation)
    }

    /// Coordinates of row minus nearest centroid, evenly taken from all where there are too many.
    static func residuals(of rows: [Float], around centroids: [Float], dimension: Int) -> [Float] {
        let nearest = NearestCentroids(centroids, dimension: dimension).assignments(of: rows.span).centroids
        // A step without a common divisor with the dimension meets all coordinates.
        var step = max(1, rows.count / maximumResiduals)
        while greatestCommonDivisor(step, dimension) > 1 { step += 1 }
        return stride(from: 0, to: rows.count, by: step).map { place in
            rows[place] - centroids[Int(nearest[place / dimension]) * dimension + place % dimension]
        }
    }

    private static let maximumResiduals = 1 << 18

    private static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
        other == 0 ? one : greatestCommonDivisor(other, one % other)
    }

    /// The rows to cluster and other rows to fit buckets on: residuals of rows that a centroid was fitted to are too small.
    private static func samples(
        of rows: MultiVectorBatch, centroidCount: Int, training: Training
    ) -> (clustered: [Float], heldOut: [Float]) {
        let heldOutCount = min(rows.rowCount / 20, 16_384)
        let enough = rows.rowCount - heldOutCount >= 4 * centroidCount && heldOutCount > 0
        let clusteredCount = min(
            centroidCount * training.rowsPerCentroid, rows.rowCount - (enough ? heldOutCount : 0))
        var numbers = GaussianNoise(seed: training.seed)
        let chosen = RowSample.choose(clusteredCount + (enough ? heldOutCount : 0), of: rows.rowCount, with: &numbers)
        let clustered = RowSample.choose(clusteredCount, of: chosen.count, with: &numbers)
        let all = rows.values
        let values = all.span
        let gathered = RowSample.gather(clustered.map { chosen[$0] }, from: values, dimension: rows.dimension)
        guard enough else { return (gathered, gathered) }
        let taken = Set(clustered)
        let others = chosen.indices.filter { !taken.contains($0) }.map { chosen[$0] }
        return (gathered, RowSample.gather(others, from: values, dimension: rows.dimension))
    }
}

extension ResidualCodec.Training {
    func check(centroidCount: Int, rowCount: Int) throws(MaxSimError) {
        guard (1...65_536).contains(centroidCount), centroidCount <= rowCount else {
            throw MaxSimError(
                .invalidParameter,
                "\(centroidCount) centroids for \(rowCount) rows; give 1...65536, and not more than there are rows")
        }
        guard iterations >= 1, rowsPerCentroid >= 1 else {
            throw MaxSimError(
                .invalidParameter,
                "\(iterations) iterations over \(rowsPerCentroid) rows a centroid; give 1 or more of both")
        }
        guard !rowsPerCentroid.multipliedReportingOverflow(by: centroidCount).overflow else {
            throw MaxSimError(.invalidParameter, "\(rowsPerCentroid) rows a centroid; give less")
        }
    }
}
