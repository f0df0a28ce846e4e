// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// The values of one kind under one name, ascending, with the rows of each.
///
/// There are two layouts. **Grouped**: every value once, with a list of its rows. **Paired**: a value beside every row that
/// has it, which takes less where most values are different, and reads a range of values as one run of rows. Numbers that
/// are none (NaN) stand at the end.
struct ValueDictionary: Sendable {
    /// What the values are.
    let kind: ValueKind

    /// The number of entries: values where they are grouped, rows where they are paired.
    let count: Int

    private let isGrouped: Bool
    private let firstWord: Int
    private let firstRow: Int
    private let content: MetadataContent

    /// Reads where the values lie.
    init(_ reader: inout MetadataColumnReader) throws(SegmentStoreError) {
        content = reader.content
        guard let kind = ValueKind(rawValue: try reader.bytes.integer()) else { throw content.damage }
        let layout = try reader.bytes.integer()
        count = try reader.bytes.integer()
        guard layout == 0 || layout == 1, count <= content.words.count else { throw content.damage }
        self.kind = kind
        isGrouped = layout == 1
        firstWord = try reader.words(count + (kind.isText ? 1 : 0) + layout * (count + 1))
        firstRow = try reader.rows(isGrouped ? 0 : count)
    }

    /// The entries whose values lie in an interval of their type.
    ///
    /// - Complexity: O(log entries).
    func entries(in interval: ValueInterval) throws(SegmentStoreError) -> Range<Int> {
        var low = 0
        if let bound = interval.lower {
            low = try firstEntry { entry throws(SegmentStoreError) in
                let order = try order(of: entry, to: bound.value)
                return order == .after || order == .same && bound.isClosed
            }
        }
        let high = try firstEntry { entry throws(SegmentStoreError) in
            guard let bound = interval.upper else { return isNoNumber(entry) }
            let order = try order(of: entry, to: bound.value)
            return order == .after || order == .same && !bound.isClosed
        }
        return low..<max(low, high)
    }

    /// Adds the rows of entries.
    ///
    /// - Complexity: O(rows).
    func insert(_ entries: Range<Int>, into rows: inout RowSet) throws(SegmentStoreError) {
        if isGrouped {
            for entry in entries { try list(of: entry).insert(into: &rows) }
            return
        }
        let places = firstRow + entries.lowerBound..<firstRow + entries.upperBound
        let span = content.rows.span
        guard rows.insert(span.extracting(places)) else { throw content.damage }
    }

    /// The rows of an entry.
    func rows(of entry: Int) throws(SegmentStoreError) -> [UInt32] {
        guard isGrouped else {
            let row = content.rows[firstRow + entry]
            guard row < content.rowCount else { throw content.damage }
            return [row]
        }
        return try list(of: entry).rows()
    }

    /// The value of an entry that is no text, as 8 bytes.
    func word(of entry: Int) -> UInt64 { content.words[firstWord + entry] }

    /// The UTF-8 of an entry that is a text.
    func text(of entry: Int) throws(SegmentStoreError) -> [UInt8] {
        content.texts[try place(of: entry, at: firstWord, limit: content.texts.count)].map { $0 }
    }

    private func list(of entry: Int) throws(SegmentStoreError) -> RowList {
        let starts = firstWord + count + (kind.isText ? 1 : 0)
        let place = try place(of: entry, at: starts, limit: content.lists.count)
        return RowList(bytes: content.lists, place: place, rowCount: content.rowCount)
    }

    /// Where an entry lies, by a row of words that say where each begins and the last one ends.
    private func place(of entry: Int, at word: Int, limit: Int) throws(SegmentStoreError) -> Range<Int> {
        guard let start = Int(exactly: content.words[word + entry]),
            let end = Int(exactly: content.words[word + entry + 1]), start <= end, end <= limit
        else { throw content.damage }
        return start..<end
    }

    /// The first entry that meets a condition which all behind it meet too.
    private func firstEntry(
        where condition: (Int) throws(SegmentStoreError) -> Bool
    ) throws(SegmentStoreError) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if try condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func isNoNumber(_ entry: Int) -> Bool {
        kind == .number && Double(bitPattern: word(of: entry)).isNaN
    }

    /// Where an entry stands beside a value of its type.
    private func order(of entry: Int, to operand: ValueOperand) throws(SegmentStoreError) -> ValueOrder {
        switch operand {
        case .text(let bytes): return try order(ofText: entry, to: bytes)
        case .boolean(let truth): return ValueOrder(word(of: entry), truth ? 1 : 0)
        case .integer(let integer):
            if kind == .integer { return ValueOrder(self.integer(of: entry), integer) }
            return ValueOrder(integer, Double(bitPattern: word(of: entry)))?.reversed ?? .after
        case .number(let number):
            if kind == .integer { return ValueOrder(self.integer(of: entry), number) ?? .after }
            let value = Double(bitPattern: word(of: entry))
            return value.isNaN ? .after : ValueOrder(value, number)
        }
    }

    private func integer(of entry: Int) -> Int { Int(truncatingIfNeeded: word(of: entry)) }

    private func order(ofText entry: Int, to operand: [UInt8]) throws(SegmentStoreError) -> ValueOrder {
        let place = try place(of: entry, at: firstWord, limit: content.texts.count)
        let span = content.texts.span
        for index in 0..<min(place.count, operand.count) {
            let byte = span[place.lowerBound + index]
            if byte != operand[index] { return ValueOrder(byte, operand[index]) }
        }
        return ValueOrder(place.count, operand.count)
    }
}
