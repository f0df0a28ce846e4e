// SPDX-License-Identifier: Apache-2.0

/// What a segment knows of a term without touching its postings.
struct TermEntry: Hashable, Sendable {
    /// The rows that hold the term, deleted ones included.
    var postingCount: Int

    /// Where the term's postings lie.
    var postings: Range<Int>

    /// Where the term's positions lie; empty in a segment without positions.
    var positions: Range<Int>
}
