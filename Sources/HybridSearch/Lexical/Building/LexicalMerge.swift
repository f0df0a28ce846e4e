// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// Writes several inverted indexes as one, without the rows that were deleted.
struct LexicalMerge {
    /// An index and where its rows go.
    struct Source {
        var segment: LexicalSegment
        /// For each row its number in the merged index, ascending, or ``dropped``.
        var rows: [UInt32]
    }

    /// Stands for a row that is left out.
    static let dropped = UInt32.max

    private let sources: [Source]

    /// Prepares a merge.
    ///
    /// - Parameter sources: The indexes, in the order of their rows in the merged one.
    init(_ sources: [Source]) { self.sources = sources }

    /// Writes the merged index.
    ///
    /// - Complexity: O(postings).
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        var lengths: [UInt32] = []
        for source in sources {
            for (row, target) in source.rows.enumerated() where target != Self.dropped {
                lengths.append(try source.segment.length(ofRow: row))
            }
        }
        let storesPositions = sources.allSatisfy(\.segment.hasPositions)
        var writer = try LexicalSegmentWriter(lengths: lengths, storesPositions: storesPositions, into: file)
        var walks: [TermDictionary.Walk] = []
        var entries: [TermEntry?] = []
        for source in sources {
            var walk = source.segment.terms.walk()
            entries.append(try walk.next())
            walks.append(walk)
        }
        while let term = least(walks, entries) {
            var postings = PostingArrays()
            for index in sources.indices where entries[index] != nil && walks[index].term == term {
                if let entry = entries[index] { try sources[index].append(entry, storesPositions, to: &postings) }
                entries[index] = try walks[index].next()
            }
            guard !postings.rows.isEmpty else { continue }
            try writer.append(
                term.span, rows: postings.rows.span, frequencies: postings.frequencies.span,
                positions: postings.positions.span, into: file)
        }
        try writer.finish(into: file)
    }

    private func least(_ walks: [TermDictionary.Walk], _ entries: [TermEntry?]) -> [UInt8]? {
        var least: [UInt8]?
        for (walk, entry) in zip(walks, entries) where entry != nil {
            if least.map({ walk.term.lexicographicallyPrecedes($0) }) ?? true { least = walk.term }
        }
        return least
    }
}

/// The postings of one term, of several segments one after the other.
private struct PostingArrays {
    var rows: [UInt32] = []
    var frequencies: [UInt32] = []
    var positions: [UInt32] = []
}

extension LexicalMerge.Source {
    /// Appends the postings of a term that are not dropped.
    fileprivate func append(
        _ entry: TermEntry, _ storesPositions: Bool, to postings: inout PostingArrays
    ) throws(SegmentStoreError) {
        let own = try segment.postings(of: entry)
        var reader = storesPositions ? try PositionReader(segment, entry) : nil
        for (row, frequency) in zip(own.rows, own.frequencies) {
            let positions = try reader?.next(frequency: Int(frequency))
            let target = rows[Int(row)]
            guard target != LexicalMerge.dropped else { continue }
            postings.rows.append(target)
            postings.frequencies.append(frequency)
            postings.positions += positions ?? []
        }
    }
}
