// SPDX-License-Identifier: Apache-2.0

/// From how many rows on a segment has what makes its search sublinear.
struct DenseLayout: Hashable, Sendable {
    /// The rows from which on a segment has codes; below, reading all rows is as fast.
    var rowsForCodes = 2_048

    /// The rows from which on the codes lie in clusters.
    var rowsForLists = 16_384

    /// The rows of a cluster, in the mean.
    var rowsPerList = 100

    /// The most clusters, as the time to make them grows with their number times the rows.
    var maximumListCount = 4_096

    /// What an index uses.
    static let standard = DenseLayout()

    /// The dimensions for which codes are made: shorter vectors are read as fast as their codes.
    static let codedDimensions = 16...VectorField.maximumDimension

    /// The number of clusters of a segment, 0 for no codes and 1 for codes in one cluster.
    func listCount(rows: Int, dimension: Int) -> Int {
        guard rows >= max(rowsForCodes, 2), Self.codedDimensions.contains(dimension) else { return 0 }
        guard rows >= rowsForLists else { return 1 }
        return max(2, min(rows / rowsPerList, maximumListCount))
    }
}
