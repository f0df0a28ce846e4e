// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// Collects what the documents of a segment have under one name.
struct MetadataColumnBuilder: Sendable {
    private var texts = ValueCollector<[UInt8]>()
    private var integers = ValueCollector<UInt64>()
    private var numbers = ValueCollector<UInt64>()
    private var booleans = ValueCollector<UInt64>()
    private var listEntries = ValueCollector<[UInt8]>()
    private var lists = ValueCollector<UInt64>()

    /// The rows that have a value.
    private(set) var presentCount = 0

    /// Adds the value of a row behind those before.
    mutating func append(_ value: Metadata.Value, row: UInt32) {
        presentCount += 1
        switch value {
        case .string(let text): texts.append(Array(text.utf8), row: row)
        case .integer(let integer): integers.append(UInt64(bitPattern: Int64(integer)), row: row)
        case .number(let number): numbers.append(Self.word(of: number), row: row)
        case .boolean(let truth): booleans.append(truth ? 1 : 0, row: row)
        case .strings(let entries):
            lists.append(0, row: row)
            for entry in entries { listEntries.append(Array(entry.utf8), row: row) }
        }
    }

    /// Adds the rows of a column of another table that have a target.
    mutating func append(_ column: MetadataColumn, targets: [UInt32]) throws(SegmentStoreError) {
        for dictionary in column.dictionaries {
            for entry in 0..<dictionary.count {
                let rows = try dictionary.rows(of: entry).map { targets[Int($0)] }.filter { $0 != LexicalMerge.dropped }
                guard !rows.isEmpty else { continue }
                if dictionary.kind != .listEntry { presentCount += rows.count }
                switch dictionary.kind {
                case .text: texts.append(try dictionary.text(of: entry), rows: rows)
                case .integer: integers.append(dictionary.word(of: entry), rows: rows)
                case .number: numbers.append(dictionary.word(of: entry), rows: rows)
                case .boolean: booleans.append(dictionary.word(of: entry), rows: rows)
                case .listEntry: listEntries.append(try dictionary.text(of: entry), rows: rows)
                case .list: lists.append(0, rows: rows)
                }
            }
        }
    }

    /// Writes the column behind its name.
    func write(into content: inout MetadataContentWriter) {
        content.columns.append(presentCount)
        let kinds = [
            texts.isEmpty, integers.isEmpty, numbers.isEmpty, booleans.isEmpty, listEntries.isEmpty, lists.isEmpty,
        ]
        content.columns.append(kinds.count { !$0 })
        content.append(texts, .text)
        content.append(integers, .integer) { Int64(bitPattern: $0) < Int64(bitPattern: $1) }
        content.append(numbers, .number) { Self.precedes(Double(bitPattern: $0), Double(bitPattern: $1)) }
        content.append(booleans, .boolean, by: <)
        content.append(listEntries, .listEntry)
        content.append(lists, .list, by: <)
    }

    /// The bits of a number, one pattern for all zeros and one for what is no number.
    private static func word(of number: Double) -> UInt64 {
        (number.isNaN ? Double.nan : number == 0 ? 0 : number).bitPattern
    }

    private static func precedes(_ left: Double, _ right: Double) -> Bool {
        left < right || right.isNaN && !left.isNaN
    }
}

extension ValueCollector {
    /// Adds a value of several rows.
    fileprivate mutating func append(_ value: Value, rows: [UInt32]) {
        for row in rows { append(value, row: row) }
    }
}
