// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension IndexWriter {
    /// Merges segments where that pays: many small ones into one, and such with many deleted documents.
    ///
    /// Nothing merges by itself. Call it after commits, as long as it returns `true`; documents are rewritten O(log n)
    /// times in all, and a search meets O(log n) segments. It commits what was not committed before.
    ///
    /// - Returns: Whether there was something to merge.
    /// - Throws: A ``HybridSearchError`` as ``commit()`` does; the index is then as the commit before left it.
    @discardableResult
    public mutating func merge() throws(HybridSearchError) -> Bool {
        try commit()
        let groups = MergePolicy().merges(of: snapshot.store)
        guard !groups.isEmpty else { return false }
        try merge(groups)
        return true
    }

    /// Merges everything into one segment without deleted documents, which searches fastest and takes the least space.
    ///
    /// It commits what was not committed before.
    ///
    /// - Throws: A ``HybridSearchError`` as ``commit()`` does.
    /// - Complexity: O(index).
    public mutating func compact() throws(HybridSearchError) {
        try commit()
        let segments = snapshot.store.segments
        guard segments.count > 1 || segments.contains(where: { $0.deleted != nil }) else { return }
        try merge([segments])
    }

    private mutating func merge(_ groups: [[StoredSegment]]) throws(HybridSearchError) {
        var change = StoreChange()
        for group in groups {
            let ids = Set(group.map(\.id))
            let segments = snapshot.segments.filter { ids.contains($0.stored.id) }
            change.replace(group, with: SegmentMerge(segments, configuration).segment())
        }
        _ = try commit(change)
    }
}
