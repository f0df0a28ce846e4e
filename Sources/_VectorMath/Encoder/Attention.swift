// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Attention of several heads over one sequence.
///
/// Vaswani et al. 2017, arXiv 1706.03762.
package struct Attention: Sendable {
    /// The number of heads.
    package let headCount: Int

    /// The length of a head's part of a row.
    package let headSize: Int

    package init(headCount: Int, headSize: Int) {
        precondition(headCount > 0 && headSize > 0, "\(headCount) heads of \(headSize)")
        self.headCount = headCount
        self.headSize = headSize
    }

    /// Mixes the values of a sequence by some of the heads.
    ///
    /// - Parameters:
    ///   - projections: Rows of queries, keys and values side by side, the queries divided by the square root of
    ///     ``headSize`` already.
    ///   - sequence: The rows of the sequence.
    ///   - heads: The heads to compute.
    ///   - result: Receives them in the same rows, the heads side by side; what belongs to other heads stays as it is.
    ///   - scratch: Memory of the calling thread.
    /// - Complexity: O(sequence² · heads · head size).
    package func apply(
        to projections: StateMatrix, sequence: Range<Int>, heads: Range<Int>, into result: StateMatrix,
        scratch: KernelScratch
    ) {
        let width = headCount * headSize
        precondition(projections.width == 3 * width && result.width == width, "rows of another length")
        precondition(heads.clamped(to: 0..<headCount) == heads, "heads \(heads) of \(headCount)")
        projections.check(sequence)
        result.check(sequence)
        let memory = scratch.memory(byteCount: rag_attention_scratch_size(sequence.count, headSize))
        let rows = unsafe projections.address(ofRow: sequence.lowerBound)
        let mixed = unsafe result.address(ofRow: sequence.lowerBound)
        for start in heads.map({ $0 * headSize }) {
            unsafe rag_attention(
                rows + start, rows + width + start, rows + 2 * width + start, 3 * width, sequence.count, headSize,
                mixed + start, width, memory.base)
        }
    }
}
