// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// A term of a query that occurs in a segment.
struct SegmentTerm {
    /// Where it occurs.
    var matches: SegmentMatches

    /// The weight in whole numbers; those of all terms of a query add up to less than 2³⁰.
    var weight: Float

    /// The postings, ready to be scored.
    ///
    /// - Parameters:
    ///   - segment: The segment.
    ///   - scorer: How postings score.
    ///   - classNorms: The least norm of each of the 256 classes of lengths.
    ///   - decodedBlockLimit: Lists of at most so many blocks, at least 1, are decoded at once.
    /// - Returns: The postings.
    /// - Throws: A `SegmentStoreError`.
    func postings(
        in segment: LexicalSegment, scoredBy scorer: BM25Scorer, classNorms: [Float], decodedBlockLimit: Int
    ) throws(SegmentStoreError) -> TermPostings {
        switch matches {
        case .fields(let rows, _, let shares):
            return TermPostings(
                rows: rows, contributions: shares.map { BM25Scorer.contribution(weight: weight, share: $0) })
        case .rows(let rows, let frequencies):
            return TermPostings(rows: rows, frequencies: frequencies, scoredBy: scorer)
        case .postings(let entry):
            let list = try segment.list(entry)
            if list.blockCount > decodedBlockLimit {
                return TermPostings(blocksOf: list, scoredBy: scorer, classNorms: classNorms)
            }
            guard let postings = TermPostings(decoding: list, scoredBy: scorer) else { throw segment.damage }
            return postings
        }
    }
}
