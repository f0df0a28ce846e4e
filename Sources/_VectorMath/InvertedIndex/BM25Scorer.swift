// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// What a posting of one term contributes to the score of its row: `round(weight · tf / (tf + norm of the row's length))`.
///
/// Contributions are whole numbers: each is rounded once, and their sums do not depend on the order, so that every way to
/// evaluate a query finds the same scores to the bit. It points into memory that somebody else keeps.
@safe
package struct BM25Scorer {
    let scorer: rag_bm25

    /// The least norm of each class of lengths.
    let classNorms: UnsafePointer<Float>

    /// Creates a scorer.
    ///
    /// - Parameters:
    ///   - weight: The weight of the term, less than 2³⁰ together with those of all other terms of the query.
    ///   - norms: The norm of each code; they must live as long as the scorer is used.
    ///   - codes: The code of each row's length, all of them below the number of norms; 4 readable bytes behind the last.
    ///   - codeBytes: The bytes of a code, 2 or 4.
    package init(weight: Float, norms: LengthNorms, codes: UnsafeRawPointer, codeBytes: Int) {
        precondition(codeBytes == 2 || codeBytes == 4)
        unsafe scorer = rag_bm25(weight: weight, norms: norms.norms, codes: codes, code_bytes: codeBytes)
        unsafe classNorms = norms.classNorms
    }

    /// The weight of the term.
    package var weight: Float { unsafe scorer.weight }

    /// What some postings contribute.
    ///
    /// - Parameters:
    ///   - rows: Rows of the segment.
    ///   - frequencies: As many frequencies of at least 1.
    /// - Returns: One contribution a row.
    package func contributions(rows: [UInt32], frequencies: [UInt32]) -> [Int32] {
        precondition(rows.count == frequencies.count)
        return unsafe [Int32](unsafeUninitializedCapacity: rows.count) { contributions, count in
            count = rows.count
            guard let target = contributions.baseAddress else { return }
            unsafe withUnsafePointer(to: scorer) {
                unsafe rag_bm25_contributions($0, rows, frequencies, rows.count, target)
            }
        }
    }

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
