// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// The postings of a term, in blocks that are read one by one, or decoded and scored.
@safe
package final class TermPostings {
    /// The list in blocks; `nil` where it is decoded.
    let blocks: (list: rag_posting_list, scorer: rag_bm25)?

    /// The decoded rows, ascending; empty where the list is in blocks.
    package let decodedRows: [UInt32]

    /// The contribution of each decoded row, or the highest contribution of each block.
    package let values: [Int32]

    private init(blocks: (list: rag_posting_list, scorer: rag_bm25)?, decodedRows: [UInt32], values: [Int32]) {
        unsafe self.blocks = unsafe blocks
        self.decodedRows = decodedRows
        self.values = values
    }

    /// Postings that stay in their blocks, bounded by the highest contribution of each block.
    ///
    /// It points into memory that somebody else keeps.
    ///
    /// - Parameters:
    ///   - list: A list of more than one block.
    ///   - scorer: How postings score.
    package convenience init(blocksOf list: PostingList, scoredBy scorer: BM25Scorer) {
        precondition(list.blockCount > 1)
        let bounds = list.blockBounds(scoredBy: scorer)
        unsafe self.init(blocks: (list.list, scorer.scorer), decodedRows: [], values: bounds)
    }

    /// Postings that were found for a query.
    ///
    /// - Parameters:
    ///   - rows: Rows of the segment, ascending.
    ///   - contributions: What each adds.
    package convenience init(rows: [UInt32], contributions: [Int32]) {
        precondition(rows.count == contributions.count)
        unsafe self.init(blocks: nil, decodedRows: rows, values: contributions)
    }

    /// Postings that are decoded and scored at once; `nil` for a damaged list.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - scorer: How postings score.
    package convenience init?(decoding list: PostingList, scoredBy scorer: BM25Scorer) {
        guard let (rows, contributions) = list.decoded(scoredBy: scorer) else { return nil }
        unsafe self.init(blocks: nil, decodedRows: rows, values: contributions)
    }

    /// The number of blocks; decoded postings are one.
    package var blockCount: Int { unsafe blocks == nil ? 1 : values.count }

    /// The highest contribution of a block.
    package func bound(ofBlock block: Int) -> Int32 {
        unsafe blocks == nil ? values.max() ?? 0 : values[block]
    }

    /// The last row of a block, or the greatest that there can be where that is not known.
    package func lastRow(ofBlock block: Int) -> UInt32 {
        guard let blocks = unsafe blocks else { return decodedRows.last ?? 0 }
        precondition(block < values.count)
        guard block + 1 < values.count, let lastRows = unsafe blocks.list.last_rows else { return .max }
        return unsafe lastRows[block]
    }

    /// Reads and scores a block.
    ///
    /// - Returns: Its rows, ascending, and what each contributes; `nil` for a damaged block.
    package func read(block: Int) -> (rows: [UInt32], contributions: [Int32])? {
        guard var blocks = unsafe blocks else { return (decodedRows, values) }
        precondition(block < values.count)
        let capacity = PostingBlock.capacity
        var rows = [UInt32](repeating: 0, count: capacity)
        var frequencies = rows
        var contributions = [Int32](repeating: 0, count: capacity)
        let count = unsafe rag_list_decode(&blocks.list, block, &rows, &frequencies)
        guard count > 0 else { return nil }
        unsafe rag_bm25_contributions(&blocks.scorer, rows, frequencies, count, &contributions)
        rows.removeLast(capacity - count)
        contributions.removeLast(capacity - count)
        return (rows, contributions)
    }
}
