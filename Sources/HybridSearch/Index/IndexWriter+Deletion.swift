// SPDX-License-Identifier: Apache-2.0
public import RAGCore
internal import _SegmentStore

extension IndexWriter {
    /// Deletes a document with all its rows.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: Whether there was one.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    @discardableResult
    public mutating func delete(_ id: DocumentID) throws(HybridSearchError) -> Bool {
        if pending.delete(id) { return true }
        let found = try HybridSearchError.translating { () throws(SegmentStoreError) in try committed(id) }
        guard let (segment, number) = found else { return false }
        deletions[segment.stored.id, default: []].insert(number)
        return true
    }

    /// Deletes the documents that a filter keeps, committed or not.
    ///
    /// - Parameter filter: Which documents to delete.
    /// - Returns: How many were deleted.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    /// - Complexity: O(documents that are not committed + documents that meet the filter).
    @discardableResult
    public mutating func deleteAll(matching filter: Filter) throws(HybridSearchError) -> Int {
        let compiled = CompiledFilter(filter)
        do throws(SegmentStoreError) {
            var count = try pending.deleteAll { filter.matches($0) }
            for segment in snapshot.segments {
                let kept = try compiled.documents(in: segment.metadata, segment.documents)
                let known = deletions[segment.stored.id] ?? []
                let all = known.union(kept.rows.filter { segment.isLive($0) })
                count += all.count - known.count
                deletions[segment.stored.id] = all.isEmpty ? nil : all
            }
            return count
        } catch {
            throw HybridSearchError(error)
        }
    }

    /// Deletes the documents that meet a condition, committed or not.
    ///
    /// - Parameter condition: Whether to delete a document.
    /// - Returns: How many were deleted.
    /// - Throws: A ``HybridSearchError`` of code `corruptedIndex`.
    /// - Complexity: O(documents).
    @discardableResult
    public mutating func deleteAll(where condition: (Document) -> Bool) throws(HybridSearchError) -> Int {
        do throws(SegmentStoreError) {
            var count = try pending.deleteAll(where: condition)
            for segment in snapshot.segments {
                var deleted = deletions[segment.stored.id] ?? []
                for number in 0..<segment.documents.documentCount where segment.isLive(number) {
                    guard !deleted.contains(number), condition(try segment.documents.document(number)) else { continue }
                    deleted.insert(number)
                    count += 1
                }
                deletions[segment.stored.id] = deleted.isEmpty ? nil : deleted
            }
            return count
        } catch {
            throw HybridSearchError(error)
        }
    }
}
