// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// A folder that holds a multi-vector index and lets one writer at a time change it.
///
/// ```swift
/// let store = try MultiVectorStore(path: "pages.index", dimension: 128, precision: .int8)
/// var index = try store.index()
/// try index.append(PageID(document: "report", number: 1), vectors)
/// index.delete(document: "draft")
/// index = try store.commit(index)
/// ```
///
/// A commit takes effect as a whole or not at all, whatever happens to the process or the machine. It writes the pages that
/// are new and a bit for each that is deleted, never those that stayed. The rows of the index that it returns lie in the
/// files, and are scored there without a copy: what is in memory is what searches touch.
///
/// Readers in any process open the folder by ``MultiVectorIndex/init(openingAt:)`` and wait for nobody.
public final class MultiVectorStore: Sendable {
    private let writer: StoreWriter

    /// The length of a row.
    public let dimension: Int

    /// How the rows are stored.
    public let precision: Precision

    /// Begins to write to the index in a folder, and makes one where there is none.
    ///
    /// - Parameters:
    ///   - path: A folder that holds such an index, is empty, or does not exist yet.
    ///   - dimension: The length of a row, of 1...4096.
    ///   - precision: How the rows are stored.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch` where the folder's index has another dimension or precision,
    ///   `locked` while there is another writer, `notAnIndex`, `unsupportedVersion`, `corruptedIndex` or `inputOutput`.
    public init(path: String, dimension: Int, precision: Precision = .float32) throws(MaxSimError) {
        try MultiVector.check(dimension: dimension)
        let shape = StoredShape(dimension: dimension, precision: precision)
        do {
            writer = try StoreWriter(path: path, properties: shape.properties)
        } catch {
            throw MaxSimError(error)
        }
        let found = try StoredShape(of: writer.snapshot)
        guard found == shape else {
            throw MaxSimError(
                .dimensionMismatch,
                "\(path) holds rows of \(found.dimension) dimensions in \(found.precision), not \(dimension) in \(precision)"
            )
        }
        self.dimension = dimension
        self.precision = precision
    }

    /// Reads the newest commit.
    ///
    /// - Returns: The index as of that commit.
    /// - Throws: A ``MaxSimError`` of code `corruptedIndex`.
    /// - Complexity: O(pages).
    public func index() throws(MaxSimError) -> MultiVectorIndex {
        try MultiVectorIndex(writer.snapshot)
    }

    /// Makes an index the newest commit.
    ///
    /// - Parameter index: What ``index()`` or a commit returned last, with whatever was done to it since; or an index that was
    ///   made in memory, which then replaces all that is in the folder.
    /// - Returns: The same index, whose rows lie in the folder's files.
    /// - Throws: A ``MaxSimError`` of code `staleIndex` where the folder has a newer commit than the index was made from,
    ///   `dimensionMismatch`, `storageFull` or `inputOutput`; the folder is then as it was.
    /// - Complexity: O(pages + values of the new pages).
    @discardableResult
    public func commit(_ index: MultiVectorIndex) throws(MaxSimError) -> MultiVectorIndex {
        guard index.dimension == dimension, index.precision == precision else {
            throw MaxSimError(
                .dimensionMismatch,
                "rows of \(index.dimension) dimensions in \(index.precision) do not fit \(dimension) in \(precision)")
        }
        let snapshot = writer.snapshot
        guard index.generation == nil || index.generation == snapshot.generation else {
            throw MaxSimError(.staleIndex, "the folder has a newer commit than the index; begin from that one")
        }
        return try commit(index.change(from: snapshot), reusing: index)
    }

    /// Merges small segments and drops the rows of deleted pages, until the store is in good order.
    ///
    /// Searches slow down as segments and gaps become many; after every few commits is a good time. Each merge is a commit.
    ///
    /// - Returns: The newest commit; its results are those of the one before.
    /// - Throws: A ``MaxSimError`` of code `corruptedIndex`, `storageFull` or `inputOutput`.
    /// - Complexity: amortised O(log n) copies of each row; O(pages) memory.
    @discardableResult
    public func merge() throws(MaxSimError) -> MultiVectorIndex {
        var index = try index()
        while let group = MergePolicy().merges(of: writer.snapshot).first {
            let ids = Set(group.map(\.id))
            let merged = index.segments.filter { segment in
                if case .stored(let stored) = segment.origin { ids.contains(stored.id) } else { false }
            }
            var change = StoreChange()
            change.replace(group, with: MultiVectorComponent.newSegment(of: merged))
            index = try commit(change, reusing: index)
        }
        return index
    }

    private func commit(
        _ change: StoreChange, reusing index: MultiVectorIndex
    ) throws(MaxSimError) -> MultiVectorIndex {
        let snapshot: StoreSnapshot
        do {
            snapshot = try writer.commit(change)
        } catch {
            throw MaxSimError(error)
        }
        return try MultiVectorIndex(snapshot, reusing: index)
    }
}
