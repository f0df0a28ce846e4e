// SPDX-License-Identifier: Apache-2.0

/// A division of rows into groups: each row is in exactly one group, and no group is empty.
///
/// Groups are numbered by their first row, so that the same division is the same value, however it was found.
public struct RowPartition: Hashable, Sendable {
    /// The number of the group of each row.
    public let groupOfRow: [Int]

    /// The number of groups.
    public let count: Int

    /// The number of rows.
    public var rowCount: Int { groupOfRow.count }

    /// Creates a partition from labels: rows of equal label are one group.
    ///
    /// - Parameter labels: One label a row; any numbers.
    /// - Complexity: O(rows).
    public init(labels: [Int]) {
        var numbers: [Int: Int] = [:]
        var groups: [Int] = []
        groups.reserveCapacity(labels.count)
        for label in labels {
            let next = numbers.count
            groups.append(numbers[label, default: next])
            if groups.last == next { numbers[label] = next }
        }
        self.groupOfRow = groups
        self.count = numbers.count
    }

    /// Creates the partition of rows that each stay alone.
    ///
    /// - Parameter rowCount: The number of rows.
    public init(separating rowCount: Int) {
        self.groupOfRow = Array(0..<rowCount)
        self.count = rowCount
    }

    /// The rows of each group, in ascending order.
    ///
    /// - Complexity: O(rows).
    public var groups: [[Int]] {
        var groups = [[Int]](repeating: [], count: count)
        for (row, group) in groupOfRow.enumerated() { groups[group].append(row) }
        return groups
    }
}
