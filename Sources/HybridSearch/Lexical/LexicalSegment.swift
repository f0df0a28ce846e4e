// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _SegmentStore
internal import _VectorMath

/// An immutable inverted index in a mapped file: for every term the rows that hold it and how often, and where.
///
/// Rows are the documents of one segment, counted from 0. ``LexicalSegmentWriter`` says how the file is laid out. Opening
/// reads the codes of the lengths and no more; the rest is read when a query needs it.
final class LexicalSegment: Sendable {
    static let lengthSection = "lengths"
    static let codeSection = "codes"
    static let postingSection = "postings"
    static let positionSection = "positions"
    static let summarySection = "summary"

    /// The number of rows.
    let rowCount: Int

    /// The sum of all lengths, deleted rows included.
    let totalLength: Int

    /// The terms.
    let terms: TermDictionary

    /// Whether positions are stored.
    let hasPositions: Bool

    /// The distinct lengths, ascending.
    let lengths: [UInt32]

    /// For each row the place of its length.
    let codes: MappedBytes

    /// The bytes of a code, 2 or 4.
    let codeBytes: Int

    private let postings: MappedBytes
    private let positions: MappedBytes
    private let latestNorms = Mutex<(ranking: BM25, averageLength: Float, norms: LengthNorms)?>(nil)

    /// Opens a file.
    init(_ file: MappedFile) throws(SegmentStoreError) {
        let summary = try file.section(Self.summarySection)
        var offset = 0
        rowCount = try summary.integer(at: &offset)
        totalLength = try summary.integer(at: &offset)
        codeBytes = try summary.integer(at: &offset)
        hasPositions = try summary.integer(at: &offset) == 1
        lengths = Array(try file.section(Self.lengthSection).array(of: UInt32.self))
        codes = try file.section(Self.codeSection)
        postings = try file.section(Self.postingSection)
        positions = try file.section(Self.positionSection)
        terms = try TermDictionary(file, rowCount: rowCount)
        guard (1...StoredSegment.maximumRowCount).contains(rowCount), codeBytes == 2 || codeBytes == 4,
            codes.count == rowCount * codeBytes + 4, postings.count >= PostingBlock.slack,
            try greatestCode() < lengths.count, totalLength <= rowCount * Int(lengths.max() ?? 0)
        else { throw Self.damaged(file.name) }
    }

    static func damaged(_ name: String) -> SegmentStoreError {
        SegmentStoreError(.corrupted, "\(name) is damaged: its parts contradict each other; restore it, or index again")
    }

    /// An error for contents that contradict each other.
    var damage: SegmentStoreError { Self.damaged(postings.file.name) }

    private func greatestCode() throws(SegmentStoreError) -> Int {
        let rows = try codes.slice(0..<rowCount * codeBytes)
        if codeBytes == 2 {
            var greatest: UInt16 = 0
            let array = try rows.array(of: UInt16.self)
            let span = array.span
            for index in span.indices { greatest = max(greatest, span[index]) }
            return Int(greatest)
        }
        return Int(try rows.array(of: UInt32.self).max() ?? 0)
    }

    /// The exact length of a row.
    func length(ofRow row: Int) throws(SegmentStoreError) -> UInt32 {
        let code =
            codeBytes == 2
            ? Int(try codes.load(at: 2 * row, as: UInt16.self)) : Int(try codes.load(at: 4 * row, as: UInt32.self))
        return lengths[code]
    }

    /// The norms of the rows.
    ///
    /// Those that were asked for last are remembered: most queries use the same ranking function.
    func norms(_ ranking: BM25, averageLength: Float) -> LengthNorms {
        latestNorms.withLock { latest in
            if let latest, latest.ranking == ranking, latest.averageLength == averageLength { return latest.norms }
            let values = lengths.map { ranking.lengthNorm(length: $0, averageLength: averageLength) }
            let norms = LengthNorms(values, classNorms: LengthTable.classNorms(values))
            latest = (ranking, averageLength, norms)
            return norms
        }
    }

    /// The postings of a term.
    ///
    /// It points into the file: use it while the segment is alive.
    func list(_ entry: TermEntry) throws(SegmentStoreError) -> PostingList {
        let end = entry.postings.upperBound
        guard end <= postings.count - PostingBlock.slack else { throw damage }
        let isTabled = entry.postingCount > PostingBlock.capacity
        let start = isTabled ? (entry.postings.lowerBound + 3) & ~3 : entry.postings.lowerBound
        guard start <= end else { throw damage }
        let memory = try postings.slice(start..<end)
        let list = unsafe memory.bytes.withUnsafeBytes { bytes in
            unsafe PostingList(bytes, postingCount: entry.postingCount, rowCount: rowCount)
        }
        guard let list else { throw damage }
        return list
    }

    /// How the postings of a term score.
    ///
    /// - Parameters:
    ///   - weight: The weight of the term.
    ///   - norms: The norms of the rows, which must live as long as the scorer.
    /// - Returns: The scorer, which points into the file.
    func scorer(weight: Float, _ norms: LengthNorms) -> BM25Scorer {
        precondition(norms.count == lengths.count)
        let codes = codes
        return unsafe codes.bytes.withUnsafeBytes { bytes in
            guard let codes = bytes.baseAddress else { preconditionFailure("a segment has rows") }
            return unsafe BM25Scorer(weight: weight, norms: norms, codes: codes, codeBytes: codeBytes)
        }
    }

    /// Reads all postings of a term; rows ascend.
    ///
    /// - Complexity: O(postings).
    func postings(of entry: TermEntry) throws(SegmentStoreError) -> (rows: [UInt32], frequencies: [UInt32]) {
        let list = try list(entry)
        var rows: [UInt32] = []
        var frequencies: [UInt32] = []
        var blockRows = [UInt32](repeating: 0, count: PostingBlock.capacity)
        var blockFrequencies = blockRows
        for block in 0..<list.blockCount {
            var rowSpan = blockRows.mutableSpan
            var frequencySpan = blockFrequencies.mutableSpan
            guard let count = list.decode(block: block, rows: &rowSpan, frequencies: &frequencySpan) else {
                throw damage
            }
            guard ascends(blockRows[..<count], after: rows.last) else { throw damage }
            rows += blockRows[..<count]
            frequencies += blockFrequencies[..<count]
        }
        return (rows, frequencies)
    }

    /// Whether rows ascend, behind another one: gaps of a damaged block may be so wide that they come around to small rows.
    private func ascends(_ rows: ArraySlice<UInt32>, after last: UInt32?) -> Bool {
        var ascends = last.map { $0 < rows[0] } ?? true
        for index in 1..<rows.count { ascends = ascends && rows[index - 1] < rows[index] }
        return ascends
    }

    /// How often a row holds a term, and which of the term's postings says so; `nil` for a row without it.
    ///
    /// - Complexity: O(log blocks).
    func posting(of entry: TermEntry, row: Int) throws(SegmentStoreError) -> (place: Int, frequency: Int)? {
        let list = try list(entry)
        var low = 0
        var high = list.blockCount - 1
        while low < high {
            let middle = (low + high) / 2
            if Int(list.lastRow(ofBlock: middle)) < row { low = middle + 1 } else { high = middle }
        }
        var rows = [UInt32](repeating: 0, count: PostingBlock.capacity)
        var frequencies = rows
        var rowSpan = rows.mutableSpan
        var frequencySpan = frequencies.mutableSpan
        guard let count = list.decode(block: low, rows: &rowSpan, frequencies: &frequencySpan) else { throw damage }
        guard let place = rows[..<count].firstIndex(of: UInt32(row)) else { return nil }
        return (low * PostingBlock.capacity + place, Int(frequencies[place]))
    }

    /// The bytes of a term's positions.
    func positionBytes(of entry: TermEntry) throws(SegmentStoreError) -> MappedBytes {
        try positions.slice(entry.positions)
    }
}
