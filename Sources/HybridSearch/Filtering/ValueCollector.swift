// SPDX-License-Identifier: Apache-2.0

/// Collects the values of one kind under one name, in the order of the rows.
struct ValueCollector<Value: Hashable & Sendable>: Sendable {
    private var values: [Value] = []
    private var numbers: [Value: UInt32] = [:]
    /// Of each value the last row that had it, which may name a value twice.
    private var lastRows: [UInt32] = []
    /// Of each pair its value's number and its row.
    private var pairs: [(number: UInt32, row: UInt32)] = []

    /// Whether no row has a value of the kind.
    var isEmpty: Bool { pairs.isEmpty }

    /// Adds a value of a row.
    mutating func append(_ value: Value, row: UInt32) {
        if let number = numbers[value] {
            guard lastRows[Int(number)] != row else { return }
            lastRows[Int(number)] = row
            pairs.append((number, row))
        } else {
            let number = UInt32(values.count)
            numbers[value] = number
            values.append(value)
            lastRows.append(row)
            pairs.append((number, row))
        }
    }

    /// The values ascending, with the rows of each ascending.
    ///
    /// - Parameter areInOrder: Whether a value comes before another one.
    /// - Returns: The values.
    /// - Complexity: O(pairs + values · log values).
    func sorted(by areInOrder: (Value, Value) -> Bool) -> SortedValues<Value> {
        let order = values.indices.sorted { areInOrder(values[$0], values[$1]) }
        var ranks = [Int](repeating: 0, count: values.count)
        for (rank, number) in order.enumerated() { ranks[number] = rank }
        var starts = [Int](repeating: 0, count: values.count + 1)
        for pair in pairs { starts[ranks[Int(pair.number)] + 1] += 1 }
        for rank in values.indices { starts[rank + 1] += starts[rank] }
        var places = starts
        var rows = [UInt32](repeating: 0, count: pairs.count)
        for pair in pairs {
            let rank = ranks[Int(pair.number)]
            rows[places[rank]] = pair.row
            places[rank] += 1
        }
        return SortedValues(values: order.map { values[$0] }, starts: starts, rows: rows)
    }
}

/// Values of one kind, ascending, each with its rows, ascending.
struct SortedValues<Value> {
    /// The values, each once.
    let values: [Value]

    /// Where the rows of each value begin, and at the end their number.
    let starts: [Int]

    /// The rows of all values.
    let rows: [UInt32]

    /// The rows of a value, by its place.
    func rows(of place: Int) -> ArraySlice<UInt32> { rows[starts[place]..<starts[place + 1]] }

    /// Whether a dictionary of the values is smaller with a value beside each row than with a list of rows for each value.
    ///
    /// A row in a list is taken for 4 bytes, as it is beside a value: rows of values that are mostly different lie far
    /// apart. What is left to compare are the repeated values with the places of the lists.
    ///
    /// - Parameter byteCount: The bytes that a value takes.
    /// - Returns: Whether it is not larger.
    func arePaired(_ byteCount: (Value) -> Int) -> Bool {
        var paired = 0
        var grouped = 0
        for place in values.indices {
            let bytes = byteCount(values[place])
            paired += bytes * rows(of: place).count
            grouped += bytes + 8
        }
        return paired <= grouped
    }
}
