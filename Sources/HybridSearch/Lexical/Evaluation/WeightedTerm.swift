// SPDX-License-Identifier: Apache-2.0

internal import _SegmentStore

/// One thing that a query looks for and that adds to scores: a term, a phrase or the beginning of terms.
struct WeightedTerm: Sendable {
    /// The term as it is indexed; a phrase in quotation marks, a beginning with an asterisk.
    var text: String

    /// How often the query names it.
    var queryFrequency: Int

    /// The documents that hold it, without deleted ones.
    var documentFrequency: Int

    /// How strongly the query asks for it, all times together.
    var boost: Float

    /// Its inverse document frequency times ``boost``.
    var weight: Float

    /// For each segment where it occurs, if it does.
    var matches: [SegmentMatches?]
}

/// Where a term, a phrase or a beginning occurs in a segment.
enum SegmentMatches: Sendable {
    /// In the postings of a term.
    case postings(TermEntry)
    /// In rows that were found for the query, ascending, with frequencies.
    case rows([UInt32], frequencies: [UInt32])

    /// The number of rows, deleted ones included.
    var count: Int {
        switch self {
        case .postings(let entry): entry.postingCount
        case .rows(let rows, _): rows.count
        }
    }

    /// How often a row holds it, or `nil` for a row that does not.
    func frequency(ofRow row: Int, in segment: LexicalSegment) throws(SegmentStoreError) -> UInt32? {
        switch self {
        case .postings(let entry):
            return try segment.posting(of: entry, row: row).map { UInt32($0.frequency) }
        case .rows(let rows, let frequencies):
            return rows.firstIndex(of: UInt32(row)).map { frequencies[$0] }
        }
    }

    /// The rows and frequencies.
    func read(from segment: LexicalSegment) throws(SegmentStoreError) -> (rows: [UInt32], frequencies: [UInt32]) {
        switch self {
        case .postings(let entry): try segment.postings(of: entry)
        case .rows(let rows, let frequencies): (rows, frequencies)
        }
    }
}
