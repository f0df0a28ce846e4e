// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// How up to 128 postings become bytes: bit-packed with exceptions (PFOR, doi:10.1109/ICDE.2006.150), dense rows as a bitmap.
package enum PostingBlock {
    /// The postings of a full block.
    package static let capacity = Int(RAG_BLOCK_POSTINGS)

    /// Bytes that must be readable behind the last block of a list.
    package static let slack = Int(RAG_BLOCK_SLACK)

    /// The most bytes that the rows of a block, or its frequencies, take.
    package static let byteLimit = Int(RAG_BLOCK_BYTES)

    /// The bytes of the pairs that bound the score of a block.
    package static let boundBytes = 2 * Int(RAG_BLOCK_BOUNDS)

    /// The classes of lengths that bounds distinguish.
    package static let lengthClasses = Int(RAG_LENGTH_CLASSES)

    /// Appends a block.
    ///
    /// - Parameters:
    ///   - rows: 1...128 rows, ascending.
    ///   - frequencies: As many frequencies of at least 1.
    ///   - base: The least row that the block can hold: one more than the last of the block before it.
    ///   - bytes: Receives the rows, then the frequencies.
    package static func append(
        rows: Span<UInt32>, frequencies: Span<UInt32>, base: UInt32, to bytes: inout [UInt8]
    ) {
        precondition((1...capacity).contains(rows.count) && rows.count == frequencies.count && rows[0] >= base)
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 2 * byteLimit))
        let size = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe rows.withUnsafeBufferPointer { rows in
                unsafe frequencies.withUnsafeBufferPointer { frequencies in
                    guard let target = bytes.baseAddress, let row = rows.baseAddress,
                        let frequency = frequencies.baseAddress
                    else { return 0 }
                    let front = unsafe rag_block_encode_rows(row, rows.count, base, target + start)
                    return unsafe front
                        + rag_block_encode_frequencies(frequency, rows.count, target + start + front)
                }
            }
        }
        bytes.removeLast(2 * byteLimit - size)
    }
}
