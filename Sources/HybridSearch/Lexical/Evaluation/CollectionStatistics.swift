// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _SegmentStore
internal import _VectorMath

/// What BM25 needs to know of the whole collection, exactly, without deleted documents.
///
/// The postings of deleted documents stay in their segments until these are merged. How many of a term's postings are
/// deleted is counted when a query first asks for the term, and remembered as long as the snapshot lives: statistics are
/// those of an index that never held the deleted documents.
final class CollectionStatistics: Sendable {
    /// The documents that are not deleted.
    let documentCount: Int

    /// For each field the mean number of terms of a document.
    let averageLengths: [Float]

    /// Lends memory to searches.
    let pool = WindowMemoryPool()

    /// What the filters of the latest searches keep.
    let recentFilters = RecentFilters()

    private let deletedPostings = Mutex<[String: Int]>([:])

    init(_ segments: [IndexSegment], fieldCount: Int) {
        let count = segments.reduce(0) { $0 + $1.stored.liveRowCount }
        documentCount = count
        averageLengths = (0..<fieldCount).map { field in
            let totalLength = segments.reduce(0) { $0 + $1.liveLengths[field] }
            return count > 0 ? Float(Double(totalLength) / Double(count)) : 0
        }
    }

    /// The documents that hold a term of the first field.
    ///
    /// - Parameters:
    ///   - term: The term.
    ///   - matches: Where it occurs in each segment.
    ///   - segments: The segments.
    /// - Returns: The number of documents, without deleted ones.
    /// - Throws: A `SegmentStoreError`.
    func documentFrequency(
        of term: String, _ matches: [SegmentMatches?], in segments: [IndexSegment]
    ) throws(SegmentStoreError) -> Int {
        let all = matches.reduce(0) { $0 + ($1?.count ?? 0) }
        guard segments.contains(where: { $0.live != nil }) else { return all }
        if let known = deletedPostings.withLock({ $0[term] }) { return all - known }
        var deleted = 0
        for (segment, found) in zip(segments, matches) {
            guard let live = segment.live, let found else { continue }
            for row in try found.read(from: segment.fields[0]).rows where !live.contains(Int(row)) { deleted += 1 }
        }
        deletedPostings.withLock { $0[term] = deleted }
        return all - deleted
    }
}
