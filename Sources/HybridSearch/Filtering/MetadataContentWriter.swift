// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The sections of a ``MetadataTable`` as they are put together, laid out as ``ValueDictionary`` reads them.
struct MetadataContentWriter {
    var columns = ByteWriter()
    private(set) var words: [UInt64] = []
    private(set) var rows: [UInt32] = []
    private(set) var lists: [UInt8] = []
    private(set) var texts: [UInt8] = []

    private let rowCount: Int

    /// Begins with the number of rows.
    init(rowCount: Int) {
        self.rowCount = rowCount
        columns.append(rowCount)
    }

    /// Appends the dictionary of values of 8 bytes, if there are any.
    mutating func append(
        _ collector: ValueCollector<UInt64>, _ kind: ValueKind, by areInOrder: (UInt64, UInt64) -> Bool
    ) {
        guard !collector.isEmpty else { return }
        let sorted = collector.sorted(by: areInOrder)
        let isPaired = sorted.arePaired { _ in 8 }
        describe(kind, sorted, isPaired: isPaired)
        for place in sorted.values.indices {
            let copies = isPaired ? sorted.rows(of: place).count : 1
            words.append(contentsOf: repeatElement(sorted.values[place], count: copies))
        }
        appendRows(sorted, isPaired: isPaired)
    }

    /// Appends the dictionary of texts, if there are any.
    mutating func append(_ collector: ValueCollector<[UInt8]>, _ kind: ValueKind) {
        guard !collector.isEmpty else { return }
        let sorted = collector.sorted { $0.lexicographicallyPrecedes($1) }
        let isPaired = sorted.arePaired { $0.count + 8 }
        describe(kind, sorted, isPaired: isPaired)
        for place in sorted.values.indices {
            for _ in 0..<(isPaired ? sorted.rows(of: place).count : 1) {
                words.append(UInt64(texts.count))
                texts.append(contentsOf: sorted.values[place])
            }
        }
        words.append(UInt64(texts.count))
        appendRows(sorted, isPaired: isPaired)
    }

    private mutating func describe(_ kind: ValueKind, _ sorted: SortedValues<some Any>, isPaired: Bool) {
        columns.append(kind.rawValue)
        columns.append(isPaired ? 0 : 1)
        columns.append(isPaired ? sorted.rows.count : sorted.values.count)
    }

    private mutating func appendRows(_ sorted: SortedValues<some Any>, isPaired: Bool) {
        guard !isPaired else { return rows.append(contentsOf: sorted.rows) }
        for place in sorted.values.indices {
            words.append(UInt64(lists.count))
            RowList.append(sorted.rows(of: place), rowCount: rowCount, to: &lists)
        }
        words.append(UInt64(lists.count))
    }
}
