// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// All postings of one term in one segment, as they lie in a file: blocks of 128, the last of them shorter.
///
/// It points into memory that somebody else keeps: it must not outlive the file.
@safe
package struct PostingList {
    let list: rag_posting_list

    /// The pairs that bound each block; empty for a list of one block.
    let bounds: UnsafeRawBufferPointer

    /// The number of postings.
    package var count: Int { unsafe list.posting_count }

    /// The number of blocks.
    package var blockCount: Int { (count + PostingBlock.capacity - 1) / PostingBlock.capacity }

    /// Takes a list apart; `nil` where the memory is too short for its tables.
    ///
    /// A list of one block is that block. A longer one begins with three tables: the last row of each block, where each
    /// block starts behind the tables, and its bounds.
    ///
    /// - Parameters:
    ///   - memory: The list, with ``PostingBlock/slack`` readable bytes behind it, at a multiple of 4 bytes if it is longer
    ///     than a block.
    ///   - postingCount: The number of postings, at least 1.
    ///   - rowCount: The rows of the segment, at least 1.
    package init?(_ memory: UnsafeRawBufferPointer, postingCount: Int, rowCount: Int) {
        let blocks = (postingCount + PostingBlock.capacity - 1) / PostingBlock.capacity
        let tables = blocks > 1 ? blocks * Self.tableBytesPerBlock : 0
        guard postingCount > 0, rowCount > 0, tables <= memory.count, let start = memory.baseAddress else { return nil }
        unsafe list = rag_posting_list(
            bytes: (start + tables).assumingMemoryBound(to: UInt8.self), byte_count: memory.count - tables,
            last_rows: blocks > 1 ? start.assumingMemoryBound(to: UInt32.self) : nil,
            starts: blocks > 1 ? (start + 4 * blocks).assumingMemoryBound(to: UInt32.self) : nil,
            posting_count: postingCount, row_count: UInt32(rowCount))
        unsafe bounds = UnsafeRawBufferPointer(rebasing: memory[min(8 * blocks, tables)..<tables])
    }

    /// Bytes of a list of several blocks in front of the blocks, for each block.
    package static let tableBytesPerBlock = 8 + PostingBlock.boundBytes

    /// The last row of a block that is not the last one.
    package func lastRow(ofBlock block: Int) -> UInt32 {
        precondition((0..<blockCount - 1).contains(block))
        return unsafe list.last_rows?[block] ?? 0
    }

    /// Reads a block.
    ///
    /// - Parameters:
    ///   - block: Its number.
    ///   - rows: Receives the rows; room for 128.
    ///   - frequencies: Receives the frequencies; room for 128.
    /// - Returns: The number of postings, or `nil` for a damaged block.
    package func decode(
        block: Int, rows: inout MutableSpan<UInt32>, frequencies: inout MutableSpan<UInt32>
    ) -> Int? {
        precondition((0..<blockCount).contains(block))
        precondition(rows.count >= PostingBlock.capacity && frequencies.count >= PostingBlock.capacity)
        let count = unsafe rows.withUnsafeMutableBufferPointer { rows in
            unsafe frequencies.withUnsafeMutableBufferPointer { frequencies in
                guard let row = rows.baseAddress else { return 0 }
                return unsafe withUnsafePointer(to: list) {
                    unsafe rag_list_decode($0, block, row, frequencies.baseAddress)
                }
            }
        }
        return count > 0 ? count : nil
    }

    /// Reads the whole list and scores it.
    ///
    /// - Parameter scorer: How postings score.
    /// - Returns: The rows, ascending, and what each contributes; `nil` for a damaged list.
    package func decoded(scoredBy scorer: BM25Scorer) -> (rows: [UInt32], contributions: [Int32])? {
        let capacity = blockCount * PostingBlock.capacity
        var contributions = [Int32](repeating: 0, count: capacity)
        let rows = unsafe [UInt32](unsafeUninitializedCapacity: capacity) { rows, count in
            guard let row = rows.baseAddress else { return }
            count = unsafe withUnsafePointer(to: list) { list in
                unsafe withUnsafePointer(to: scorer.scorer) {
                    unsafe rag_list_score(list, $0, row, &contributions)
                }
            }
        }
        guard !rows.isEmpty else { return nil }
        contributions.removeLast(capacity - rows.count)
        return (rows, contributions)
    }

    /// The highest contribution of each block.
    ///
    /// - Parameter scorer: How postings score.
    /// - Returns: One bound a block; empty for a list of one block.
    package func blockBounds(scoredBy scorer: BM25Scorer) -> [Int32] {
        let blocks = unsafe bounds.count / PostingBlock.boundBytes
        return unsafe [Int32](unsafeUninitializedCapacity: blocks) { bound, count in
            if let pairs = unsafe bounds.baseAddress, let target = bound.baseAddress {
                unsafe rag_bm25_block_bounds(
                    scorer.weight, scorer.classNorms, pairs.assumingMemoryBound(to: UInt8.self), blocks, target)
            }
            count = blocks
        }
    }
}
