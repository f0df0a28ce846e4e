// SPDX-License-Identifier: Apache-2.0

/// What it takes to find the nearest rows of a segment in its clusters, as measured when the segment was made.
///
/// Rows of the segment played queries, and their exact neighbours were looked for. Queries of another kind than the rows may
/// need more for the same recall: compare ``HybridQuery/targetRecall`` with 1 on your own.
public struct DenseCalibration: Hashable, Sendable {
    /// What one recall takes.
    public struct Entry: Hashable, Sendable {
        /// The share of the nearest rows that lie in the clusters that are read.
        public var recall: Double
        /// The number of nearest rows.
        public var depth: Int
        /// The clusters that are read, in the mean.
        public var listCount: Double
        /// The codes that are read, in the mean.
        public var codeCount: Double
    }

    /// The rows of the segment.
    public var rowCount: Int

    /// The rows that played queries.
    public var queryCount: Int

    /// What was measured, by depth and recall.
    public var entries: [Entry]

    init(_ calibration: ListCalibration, rowCount: Int) {
        self.rowCount = rowCount
        queryCount = calibration.queryCount
        entries = zip(ListCalibration.depths, calibration.entries).flatMap { depth, entries in
            zip(ListCalibration.recalls, entries).map { recall, entry in
                Entry(recall: recall, depth: depth, listCount: Double(entry.lists), codeCount: Double(entry.rows))
            }
        }
    }
}
