// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// What a query looks for in one segment, with its weight in whole numbers.
struct SegmentTerm {
    /// Where it occurs.
    var matches: SegmentMatches

    /// The weight in whole numbers; those of all terms of a query add up to less than 2³⁰.
    var weight: Float

    /// The postings, ready to be read block by block.
    ///
    /// - Parameters:
    ///   - segment: The segment.
    ///   - norms: The norms of its rows.
    /// - Returns: The postings.
    /// - Throws: A `SegmentStoreError`.
    func postings(in segment: LexicalSegment, _ norms: LengthNorms) throws(SegmentStoreError) -> TermPostings {
        let scorer = segment.scorer(weight: weight, norms)
        guard case .postings(let entry) = matches else {
            let (rows, contributions) = found(scorer)
            return TermPostings(rows: rows, contributions: contributions)
        }
        let list = try segment.list(entry)
        if list.blockCount > 1 { return TermPostings(blocksOf: list, scoredBy: scorer) }
        guard let postings = TermPostings(decoding: list, scoredBy: scorer) else { throw segment.damage }
        return postings
    }

    /// What a search has to have memory for.
    var announcement: WindowSearch.Announcement {
        guard case .postings(let entry) = matches else { return .rows(matches.count) }
        return .list(entry.postingCount)
    }

    /// Adds the postings to a search.
    ///
    /// - Parameters:
    ///   - search: The search.
    ///   - segment: The segment that it searches.
    ///   - norms: The norms of its rows.
    /// - Throws: A `SegmentStoreError`.
    func add(
        to search: inout WindowSearch, in segment: LexicalSegment, _ norms: LengthNorms
    ) throws(SegmentStoreError) {
        let scorer = segment.scorer(weight: weight, norms)
        guard case .postings(let entry) = matches else {
            let (rows, contributions) = found(scorer)
            search.append(rows: rows, contributions: contributions, scoredBy: scorer)
            return
        }
        guard search.append(try segment.list(entry), scoredBy: scorer) else { throw segment.damage }
    }

    /// The rows that were found for the query, and what each adds.
    private func found(_ scorer: BM25Scorer) -> (rows: [UInt32], contributions: [Int32]) {
        switch matches {
        case .fields(let rows, _, let shares):
            (rows, shares.map { BM25Scorer.contribution(weight: weight, share: $0) })
        case .rows(let rows, let frequencies):
            (rows, scorer.contributions(rows: rows, frequencies: frequencies))
        case .postings:
            ([], [])
        }
    }
}
