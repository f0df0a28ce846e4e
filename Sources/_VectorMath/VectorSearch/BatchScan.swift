// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Many queries packed once, which are compared with rows together; keeps the best rows of each.
///
/// A row is read once for all queries, and products are compared where they are made: none is written to memory. It takes
/// about the time of a matrix product without the selection; see ``isServed`` for where it exists.
package struct BatchScan {
    /// The number of queries.
    package let count: Int

    /// The length of a query and of a row.
    package let dimension: Int

    /// How many rows are wanted for each query.
    package let wanted: Int

    private let packed: PackedMemory
    private var values: [Float]
    private var numbers: [UInt32]
    private var counts: [Int]
    private var least: [Float]

    /// Whether the processor has a kernel for it.
    ///
    /// Where it has none, BLAS and ``BestRows`` do the same.
    package static var isServed: Bool { rag_batch_is_served() }

    private var room: Int { Self.room(wanted) }

    private static func room(_ wanted: Int) -> Int { 2 * wanted + Int(RAG_BATCH_SLACK) }

    /// Packs queries.
    ///
    /// - Parameters:
    ///   - queries: One or more queries, row-major.
    ///   - dimension: The length of each, 1...4096.
    ///   - wanted: How many rows are wanted for each, at least 1.
    /// - Precondition: ``isServed``.
    package init(_ queries: Span<Float>, dimension: Int, wanted: Int) {
        precondition((1...RowScan.maximumDimension).contains(dimension), "queries of \(dimension) values")
        precondition(!queries.isEmpty && queries.count.isMultiple(of: dimension), "\(queries.count) values are no rows")
        precondition(wanted >= 1, "\(wanted) rows are wanted")
        precondition(Self.isServed, "the processor has no kernel for batches")
        let count = queries.count / dimension
        packed = unsafe PackedMemory(byteCount: rag_batch_query_size(count, dimension)) { memory in
            unsafe withAddress(of: queries) { address in
                if let address = unsafe address { unsafe rag_batch_query_pack(address, count, dimension, memory) }
            }
        }
        self.count = count
        self.dimension = dimension
        self.wanted = wanted
        values = [Float](repeating: 0, count: count * Self.room(wanted))
        numbers = [UInt32](repeating: 0, count: count * Self.room(wanted))
        counts = [Int](repeating: 0, count: count)
        // Lanes without a query take nothing.
        least = [Float](repeating: .nan, count: (count + 31) / 32 * 32)
        for query in 0..<count { least[query] = -.infinity }
    }

    /// Compares rows with all queries.
    ///
    /// - Parameters:
    ///   - rows: Whole rows, one after the other.
    ///   - first: The number of the first.
    ///   - rowNumbers: The number of each row, where they do not follow each other.
    ///   - subtracted: What is subtracted from each row's products; nothing for 0.
    ///   - kept: One bit for each row number from 0 on, the lowest of each word first; rows whose bit is clear do not
    ///     count. Nothing where all count.
    /// - Complexity: O(queries · rows · dimension).
    package mutating func offer(
        _ rows: Span<Float>, from first: UInt32 = 0, numbers rowNumbers: Span<UInt32>? = nil,
        subtracting subtracted: Span<Float>? = nil, kept: Span<UInt64>? = nil
    ) {
        let rowCount = rows.count / dimension
        precondition(rows.count == rowCount * dimension, "\(rows.count) values are no rows")
        precondition(rowNumbers?.count ?? rowCount == rowCount, "numbers of rows are missing")
        precondition(subtracted?.count ?? rowCount == rowCount, "values of rows are missing")
        precondition(
            (kept?.count ?? .max) >= (Self.end(of: rowNumbers, or: Int(first) + rowCount) + 63) / 64,
            "bits of rows are missing")
        guard rowCount > 0 else { return }
        let packed = packed
        unsafe withAddress(of: rows) { rows in
            unsafe withAddress(of: rowNumbers) { rowNumbers in
                unsafe withAddress(of: subtracted) { subtracted in
                    unsafe withAddress(of: kept) { kept in
                        guard let rows = unsafe rows else { return }
                        var batch = unsafe rag_batch_rows(
                            rows: rows, count: rowCount, first: first, numbers: rowNumbers, subtracted: subtracted,
                            kept: kept)
                        unsafe update { best in
                            unsafe packed.withAddress { unsafe rag_batch_offer($0, &batch, &best) }
                        }
                    }
                }
            }
        }
    }

    /// For each query the rows that are wanted, or as many as there were, and their values; the best first.
    ///
    /// - Complexity: O(queries · n) for n rows wanted.
    package mutating func finish() -> [(rows: [UInt32], values: [Float])] {
        let queries = 0..<count
        unsafe update { best in
            for query in queries { unsafe rag_batch_finish(&best, query) }
        }
        return queries.map { query in
            let places = query * room..<query * room + counts[query]
            return (Array(numbers[places]), Array(values[places]))
        }
    }

    /// The row number behind the greatest.
    private static func end(of numbers: Span<UInt32>?, or end: Int) -> Int {
        guard let numbers else { return end }
        var greatest = -1
        for index in numbers.indices { greatest = max(greatest, Int(numbers[index])) }
        return greatest + 1
    }

    /// Lends the selection to the kernels.
    private mutating func update(_ body: (inout rag_batch_best) -> Void) {
        let wanted = wanted
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                unsafe counts.withUnsafeMutableBufferPointer { counts in
                    unsafe least.withUnsafeMutableBufferPointer { least in
                        guard let values = values.baseAddress, let numbers = numbers.baseAddress,
                            let counts = counts.baseAddress, let least = least.baseAddress
                        else { return }
                        var best = unsafe rag_batch_best(
                            values: values, rows: numbers, counts: counts, least: least, wanted: wanted)
                        unsafe body(&best)
                    }
                }
            }
        }
    }
}
