// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// What a posting of one term contributes to the score of its row: `round(weight · tf / (tf + norm of the row's length))`.
///
/// Contributions are whole numbers: each is rounded once, and their sums do not depend on the order, so that every way to
/// evaluate a query finds the same scores to the bit. It points into memory that somebody else keeps.
@safe
package struct BM25Scorer {
    let scorer: rag_bm25

    /// Creates a scorer.
    ///
    /// - Parameters:
    ///   - weight: The weight of the term, less than 2³⁰ together with those of all other terms of the query.
    ///   - norms: The norm of each code.
    ///   - codes: The code of each row's length, all of them below the number of norms; 4 readable bytes behind the last.
    ///   - codeBytes: The bytes of a code, 2 or 4.
    package init(weight: Float, norms: UnsafeBufferPointer<Float>, codes: UnsafeRawPointer, codeBytes: Int) {
        precondition(codeBytes == 2 || codeBytes == 4)
        guard let first = norms.baseAddress else { preconditionFailure("a segment has at least one length") }
        unsafe scorer = rag_bm25(weight: weight, norms: first, codes: codes, code_bytes: codeBytes)
    }

    /// The weight of the term.
    package var weight: Float { unsafe scorer.weight }

    /// What one posting contributes.
    package static func contribution(weight: Float, frequency: UInt32, norm: Float) -> Int32 {
        let frequency = Float(frequency)
        return contribution(weight: weight, share: frequency / (frequency + norm))
    }

    /// What a row contributes that gets a share of 0...1 of the weight.
    package static func contribution(weight: Float, share: Float) -> Int32 {
        Int32((weight * share).rounded(.toNearestOrEven))
    }
}
