// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Layer normalisation: every row to mean 0 and variance 1, then scaled and shifted.
///
/// Ba et al. 2016, arXiv 1607.06450.
package struct LayerNorm: Sendable {
    private let scale: [Float]
    private let shift: [Float]
    private let epsilon: Float

    package init(scale: [Float], shift: [Float], epsilon: Float) {
        precondition(scale.count == shift.count, "a shift for each scale")
        self.scale = scale
        self.shift = shift
        self.epsilon = epsilon
    }

    /// Normalises rows in place.
    ///
    /// - Parameters:
    ///   - states: The rows.
    ///   - rows: Which of them.
    ///   - residual: Rows of equal length that are added first, or `nil`.
    /// - Complexity: O(values).
    package func apply(to states: StateMatrix, rows: Range<Int>, adding residual: StateMatrix? = nil) {
        let width = scale.count
        precondition(states.width == width && residual?.width ?? width == width, "rows of another length")
        states.check(rows)
        residual?.check(rows)
        guard !rows.isEmpty else { return }
        unsafe rag_layer_norm(
            states.address(ofRow: rows.lowerBound), residual?.address(ofRow: rows.lowerBound), scale, shift, epsilon,
            rows.count, states.width)
    }
}
