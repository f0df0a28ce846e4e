// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// How far beyond the best list a search must look for a given recall, as measured when the segment was made.
///
/// A list's **score** is what its centroid promises: the product with the query, less a share of the centroid's squared
/// length. A search reads the lists whose scores are at most a **gap** below the best one, so that a query between many
/// clusters reads more of them than one in the midst of a cluster.
struct ListCalibration: Hashable, Sendable {
    static let section = "calibration"

    /// The recalls for which gaps are known.
    static let recalls: [Double] = [0.80, 0.90, 0.95, 0.98, 0.99, 0.995]

    /// The numbers of neighbours for which gaps are known.
    static let depths = [10, 100, 1_000]

    /// What was measured for one recall at one depth.
    struct Entry: Hashable, Sendable {
        /// The greatest difference from the best list's score.
        var gap: Float
        /// The lists that are read, in the mean.
        var lists: Float
        /// The entries of these lists, in the mean.
        var rows: Float
    }

    /// The share of a centroid's squared length that is subtracted from its product.
    var bias: Float

    /// The number of queries that were measured.
    var queryCount: Int

    /// For each depth an entry for each recall.
    var entries: [[Entry]]

    /// What a search for some recall at some depth is expected to take.
    ///
    /// - Parameters:
    ///   - recall: The recall; the next higher one that is known counts, and the highest for any above.
    ///   - depth: The number of neighbours, of all rows; between those that are known, gaps grow as its square root.
    /// - Returns: The gap, the lists and the rows; beyond the greatest depth that is known, those of that depth.
    func expectation(recall: Double, depth: Double) -> Entry {
        let index = Self.recalls.firstIndex { $0 >= recall - 1e-9 } ?? Self.recalls.count - 1
        let upper = Self.depths.firstIndex { Double($0) >= depth } ?? Self.depths.count - 1
        guard upper > 0 else { return entries[0][index] }
        let near = entries[upper - 1][index]
        let far = entries[upper][index]
        let (low, high) = (Double(Self.depths[upper - 1]), Double(Self.depths[upper]))
        let share = Float(min(1, max(0, (depth - low) / (high - low))).squareRoot())
        func between(_ near: Float, _ far: Float) -> Float { near + share * max(0, far - near) }
        return Entry(
            gap: between(near.gap, far.gap), lists: between(near.lists, far.lists), rows: between(near.rows, far.rows))
    }
}

extension ListCalibration {
    private static let valueCount = 2 + 3 * recalls.count * depths.count

    /// Reads the section.
    init(_ file: MappedFile) throws(SegmentStoreError) {
        let values = try file.section(Self.section).array(of: Float.self)
        guard values.count == Self.valueCount, values.allSatisfy({ $0.isFinite && $0 >= 0 }),
            let queryCount = Int(exactly: values[1])
        else { throw LexicalSegment.damaged(file.name) }
        bias = values[0]
        self.queryCount = queryCount
        entries = Self.depths.indices.map { depth in
            Self.recalls.indices.map { recall in
                let place = 2 + 3 * (depth * Self.recalls.count + recall)
                return Entry(gap: values[place], lists: values[place + 1], rows: values[place + 2])
            }
        }
    }

    /// Writes the section.
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        try file.begin(section: Self.section)
        try file.append([bias, Float(queryCount)] + entries.joined().flatMap { [$0.gap, $0.lists, $0.rows] })
    }
}
