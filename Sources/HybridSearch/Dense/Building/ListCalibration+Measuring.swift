// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension ListCalibration {
    /// Measures the gaps of lists on rows of the segment that had no part in the centroids.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - field: How they are compared.
    ///   - training: The lists.
    ///   - seed: Decides which rows play queries.
    /// - Complexity: O(rows · dimension) for each of 1,024 queries, by BLAS.
    init(_ source: some RowSource, field: VectorField, training: ListTraining, seed: UInt64) {
        let sample = CalibrationSample(
            source, field: field, depth: Self.depths.last ?? 0, unlike: training.sample, seed: seed)
        var sizes = [Float](repeating: 0, count: training.centroids.count)
        for row in training.nearest.indices {
            sizes[Int(training.nearest[row])] += 1
            if training.second[row] != training.nearest[row] { sizes[Int(training.second[row])] += 1 }
        }
        let measured = [Float(0), Self.fullBias(source, field: field)].map { bias in
            Self.measure(sample, field: field, training: training, sizes: sizes, bias: bias)
        }
        // The recall of 0.95 decides, which is what a search asks for that says nothing.
        self = measured[0].entries[0][2].rows < measured[1].entries[0][2].rows ? measured[0] : measured[1]
    }

    /// The share of the squared lengths for which the best list is the nearest one.
    ///
    /// A product ranks rows of one length as the distance from a query of that length does.
    private static func fullBias(_ source: some RowSource, field: VectorField) -> Float {
        guard field.metric == .dotProduct else { return 0.5 }
        let sample = source.gathered(0..<min(source.rowCount, 1_024), dimension: field.dimension)
        let halves = RowEncoder.halfSquaredLengths(sample, dimension: field.dimension)
        let length = (2 * halves.reduce(0, +) / Float(halves.count)).squareRoot()
        return length > 0 && length.isFinite ? 0.5 / length : 0
    }

    private static func measure(
        _ sample: CalibrationSample, field: VectorField, training: ListTraining, sizes: [Float], bias: Float
    ) -> ListCalibration {
        var calibration = ListCalibration(bias: bias, queryCount: sample.neighbours.count, entries: [])
        let gaps = sample.neighbours.indices.map { query in
            let range = query * field.dimension..<(query + 1) * field.dimension
            let vector = sample.queries.span.extracting(range)
            let scores = calibration.scores(
                products: training.centroids.products(with: vector), squaredLengths: training.centroids.squaredLengths,
                queryLength: BLAS.dot(vector, vector).squareRoot(), metric: field.metric)
            let best = scores.max() ?? 0
            return scores.map { best - $0 }
        }
        for depth in depths {
            let sufficient = SufficientGap(
                zip(gaps, sample.neighbours).map { gaps, neighbours in
                    neighbours.prefix(depth).map {
                        min(gaps[Int(training.nearest[Int($0)])], gaps[Int(training.second[Int($0)])])
                    }
                })
            // Codes may lose a quarter of what may be missed (``CodeSearch``); lists get the rest.
            calibration.entries.append(
                recalls.map { recall in
                    let gap = sufficient.gap(recall: 1 - 0.75 * (1 - recall))
                    return Self.entry(within: gap, gaps: gaps, sizes: sizes)
                })
        }
        return calibration
    }

    private static func entry(within gap: Float, gaps: [[Float]], sizes: [Float]) -> Entry {
        // Where values were too large to be subtracted from each other, every list is read.
        var entry = Entry(gap: gap.isFinite ? gap : .greatestFiniteMagnitude, lists: 0, rows: 0)
        for gaps in gaps {
            for list in gaps.indices where gaps[list] <= gap {
                entry.lists += 1
                entry.rows += sizes[list]
            }
        }
        entry.lists /= Float(max(gaps.count, 1))
        entry.rows /= Float(max(gaps.count, 1))
        return entry
    }
}

extension ListCalibration {
    /// The scores of lists for a query.
    ///
    /// - Parameters:
    ///   - products: The query's product with each centroid.
    ///   - squaredLengths: The squared length of each centroid.
    ///   - queryLength: The length of the query.
    ///   - metric: How rows are compared.
    /// - Returns: A score for each list; of queries in the same direction the same, but for the Euclidean metric.
    func scores(
        products: [Float], squaredLengths: some RandomAccessCollection<Float>, queryLength: Float,
        metric: VectorField.Metric
    ) -> [Float] {
        let scale = metric == .euclidean || queryLength == 0 ? 1 : 1 / queryLength
        return zip(products, squaredLengths).map { $0 * scale - bias * $1 }
    }
}
