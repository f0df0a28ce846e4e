// SPDX-License-Identifier: Apache-2.0

/// How the dense leg searched one segment of a snapshot.
public struct DenseSegmentPlan: Hashable, Sendable {
    /// The plan that was run; not always the one that a query names, as a small segment has no codes.
    public var plan: DensePlan

    /// The rows of the segment.
    public var rowCount: Int

    /// The rows that deletions and the filter left.
    public var keptRowCount: Int

    /// The entries whose codes were read, with those of rows that were met twice; 0 where none were.
    public var codeCount = 0

    /// The lists that were read of ``DensePlan/lists``; 0 for other plans.
    public var listCount = 0

    /// The rows that were scored by what is stored.
    public var scoredRowCount = 0
}
