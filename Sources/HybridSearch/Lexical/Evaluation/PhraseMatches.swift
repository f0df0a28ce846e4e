// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The rows of a segment that hold a phrase, and how often.
///
/// The terms of a phrase stand at certain distances in the query. A place in a document matches where they stand at the
/// same distances; with slop, where the positions, each less its place in the phrase, lie no further apart than the slop.
struct PhraseMatches {
    /// The rows, ascending.
    private(set) var rows: [UInt32] = []

    /// How often each holds the phrase.
    private(set) var frequencies: [UInt32] = []

    /// Finds a phrase.
    ///
    /// - Parameters:
    ///   - phrase: Two terms or more with their positions in the query.
    ///   - slop: How far terms may be moved in all.
    ///   - segment: A segment with positions.
    /// - Throws: A `SegmentStoreError`.
    /// - Complexity: O(postings of the terms).
    init(_ phrase: [PlacedTerm], slop: Int, in segment: LexicalSegment) throws(SegmentStoreError) {
        guard let first = phrase.first?.place.position else { return }
        var cursors: [PositionCursor] = []
        for term in phrase {
            guard let entry = try segment.terms.find(term.term) else { return }
            cursors.append(try PositionCursor(segment, entry, shift: Int(term.place.position - first)))
        }
        // The rarest term leads.
        guard let lead = cursors.indices.min(by: { cursors[$0].rows.count < cursors[$1].rows.count }) else { return }
        for row in cursors[lead].rows {
            var places: [[Int]] = []
            for index in cursors.indices {
                guard let positions = try cursors[index].positions(inRow: row) else { break }
                places.append(positions)
            }
            guard places.count == cursors.count else { continue }
            let count = Self.matchCount(places, slop: slop)
            guard count > 0 else { continue }
            rows.append(row)
            frequencies.append(UInt32(count))
        }
    }

    /// How many times one place of each list can be taken so that they lie within the slop.
    static func matchCount(_ places: [[Int]], slop: Int) -> Int {
        var next = [Int](repeating: 0, count: places.count)
        var count = 0
        while true {
            var low = 0
            var high = 0
            for index in places.indices {
                guard next[index] < places[index].count else { return count }
                let place = places[index][next[index]]
                if place < places[low][next[low]] { low = index }
                if place > places[high][next[high]] { high = index }
            }
            if places[high][next[high]] - places[low][next[low]] <= slop {
                count += 1
                for index in next.indices { next[index] += 1 }
            } else {
                next[low] += 1
            }
        }
    }
}

/// Goes through the postings of a term with their positions, row after row.
private struct PositionCursor {
    let rows: [UInt32]

    private let frequencies: [UInt32]
    private let shift: Int
    private var reader: PositionReader
    private var place = 0

    init(_ segment: LexicalSegment, _ entry: TermEntry, shift: Int) throws(SegmentStoreError) {
        (rows, frequencies) = try segment.postings(of: entry)
        reader = try PositionReader(segment, entry)
        self.shift = shift
    }

    /// The positions in a row less the term's place in the phrase, or `nil` for a row without the term; rows ascend.
    mutating func positions(inRow row: UInt32) throws(SegmentStoreError) -> [Int]? {
        while place < rows.count, rows[place] < row {
            try reader.skip(frequency: Int(frequencies[place]))
            place += 1
        }
        guard place < rows.count, rows[place] == row else { return nil }
        let positions = try reader.next(frequency: Int(frequencies[place]))
        place += 1
        return positions.map { Int($0) - shift }
    }
}
