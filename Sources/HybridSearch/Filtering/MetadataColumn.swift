// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// What the documents of a segment have under one name: a dictionary of values for each kind of value.
struct MetadataColumn: Sendable {
    /// The rows that have a value.
    let presentCount: Int

    /// The values by kind; kinds that no row has are absent.
    let dictionaries: [ValueDictionary]

    /// Reads where the values lie.
    init(_ reader: inout MetadataColumnReader) throws(SegmentStoreError) {
        presentCount = try reader.bytes.integer()
        var dictionaries: [ValueDictionary] = []
        for _ in 0..<(try reader.bytes.integer()) {
            let dictionary = try ValueDictionary(&reader)
            guard !dictionaries.contains(where: { $0.kind == dictionary.kind }) else { throw reader.content.damage }
            dictionaries.append(dictionary)
        }
        self.dictionaries = dictionaries
    }

    /// The values of a kind.
    func dictionary(of kind: ValueKind) -> ValueDictionary? { dictionaries.first { $0.kind == kind } }

    /// Adds the rows whose value lies in an interval.
    func insert(_ interval: ValueInterval, into rows: inout RowSet) throws(SegmentStoreError) {
        for dictionary in dictionaries where interval.kinds.contains(dictionary.kind) {
            try dictionary.insert(dictionary.entries(in: interval), into: &rows)
        }
    }

    /// Adds the rows whose value is a list with a text.
    func insert(listsWith text: [UInt8], into rows: inout RowSet) throws(SegmentStoreError) {
        guard let entries = dictionary(of: .listEntry) else { return }
        try entries.insert(entries.entries(in: ValueInterval(.text(text))), into: &rows)
    }

    /// Adds the rows that have a value.
    func insertAll(into rows: inout RowSet) throws(SegmentStoreError) {
        guard presentCount < rows.rowCount else {
            rows = RowSet(rowCount: rows.rowCount, filled: true)
            return
        }
        for dictionary in dictionaries where dictionary.kind != .listEntry {
            try dictionary.insert(0..<dictionary.count, into: &rows)
        }
    }
}

/// The kinds of values that a column keeps apart.
enum ValueKind: Int, Sendable {
    case text = 0
    case integer = 1
    case number = 2
    case boolean = 3
    /// A text in a list.
    case listEntry = 4
    /// Any list, empty ones included: one entry for all of them.
    case list = 5

    /// Whether the values are texts.
    var isText: Bool { self == .text || self == .listEntry }
}
