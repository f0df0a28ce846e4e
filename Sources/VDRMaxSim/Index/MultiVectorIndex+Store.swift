// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension MultiVectorIndex {
    /// Opens the index in a folder; its rows stay in the files and are scored there.
    ///
    /// The index is that of the newest commit, and stays so whatever a writer does afterwards. What is read at once is the
    /// pages' names and metadata; their rows are read as searches touch them, and are not compared with their checksums.
    ///
    /// - Parameter path: The folder.
    /// - Throws: A ``MaxSimError`` of code `notAnIndex`, `unsupportedVersion`, `corruptedIndex` or `inputOutput`.
    /// - Complexity: O(pages), however many rows they have.
    public init(openingAt path: String) throws(MaxSimError) {
        let snapshot: StoreSnapshot
        do {
            snapshot = try StoreSnapshot(openingAt: path)
        } catch {
            throw MaxSimError(error)
        }
        try self.init(snapshot)
    }

    /// Reads a commit.
    ///
    /// - Parameters:
    ///   - snapshot: The commit.
    ///   - index: An index whose pages need not be read again where the commit has them too.
    /// - Throws: A ``MaxSimError`` of code `notAnIndex` or `corruptedIndex`.
    init(_ snapshot: StoreSnapshot, reusing index: MultiVectorIndex? = nil) throws(MaxSimError) {
        var known: [SegmentID: MultiVectorSegment] = [:]
        for segment in index?.segments ?? [] {
            if case .stored(let stored) = segment.origin { known[stored.id] = segment }
        }
        let shape = try StoredShape(of: snapshot)
        var segments: [MultiVectorSegment] = []
        do throws(SegmentStoreError) {
            for stored in snapshot.segments {
                if let same = known[stored.id], same.isSameSegment(as: stored) {
                    segments.append(same.adopting(stored))
                } else {
                    segments.append(try MultiVectorSegment(reading: stored))
                }
            }
        } catch {
            throw MaxSimError(error)
        }
        let read = MultiVectorIndex(
            segments: segments, dimension: shape.dimension, precision: shape.precision,
            generation: snapshot.generation)
        guard let read else {
            throw MaxSimError(.corruptedIndex, "a page is in the index twice, or rows have several shapes; index again")
        }
        self = read
    }

    /// What makes a store hold this index.
    func change(from snapshot: StoreSnapshot) -> StoreChange {
        var change = StoreChange()
        var rest = Dictionary(uniqueKeysWithValues: snapshot.segments.map { ($0.id, $0) })
        for segment in segments {
            switch segment.origin {
            case .stored(let stored) where rest[stored.id].map(segment.isSameSegment) == true:
                rest[stored.id] = nil
                let rows = segment.pages.indices.filter { !segment.isLive[$0] && stored.deleted?.contains($0) != true }
                if !rows.isEmpty { change.delete(rows: rows, in: stored.id) }
            case .compacted(let stored) where rest[stored.id] != nil:
                rest[stored.id] = nil
                change.replace([stored], with: MultiVectorComponent.newSegment(of: [segment]))
            case .new, .stored, .compacted:
                if let new = MultiVectorComponent.newSegment(of: [segment]) { change.append(new) }
            }
        }
        change.remove(rest.values.sorted { $0.id < $1.id })
        return change
    }
}

extension MultiVectorSegment {
    /// Whether this was read from the file that a segment of a store has.
    func isSameSegment(as other: StoredSegment) -> Bool {
        guard case .stored(let stored) = origin else { return false }
        return stored.id == other.id
            && stored.components[MultiVectorComponent.name]?.identity
                == other.components[MultiVectorComponent.name]?.identity
    }
}
