// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Finds values that no arithmetic should meet.
package enum FiniteCheck {
    /// Whether no value is infinite or not a number.
    ///
    /// - Complexity: O(n), at the speed of memory.
    package static func allFinite(_ values: Span<Float>) -> Bool {
        unsafe values.withUnsafeBufferPointer { values in
            guard let address = values.baseAddress else { return true }
            return unsafe rag_all_finite_f32(address, values.count)
        }
    }
}
