// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// The rows of the greatest values among all that were offered; of rows with equal values, the lower are better.
///
/// It costs next to nothing beside making the values: once some were offered, hardly any reaches ``least``, and the others
/// are passed over 16 at a time. A value that is not a number is never taken.
package struct BestRows: Sendable {
    /// How many rows are wanted.
    package let wanted: Int

    /// What a value must reach to count; −∞ at first, and never falling.
    package private(set) var least: Float = -.infinity

    private var count = 0
    private var values: [Float]
    private var numbers: [UInt32]

    /// Starts without rows.
    ///
    /// - Parameters:
    ///   - wanted: How many rows are wanted, at least 1.
    ///   - least: What a value must reach at all.
    package init(_ wanted: Int, atLeast least: Float = -.infinity) {
        precondition(wanted >= 1, "\(wanted) rows are wanted")
        self.wanted = wanted
        self.least = least
        let room = 2 * wanted + Int(RAG_BEST_SLACK)
        values = [Float](repeating: 0, count: room)
        numbers = [UInt32](repeating: 0, count: room)
    }

    /// Offers the values of consecutive rows.
    ///
    /// - Parameters:
    ///   - values: One value for each row.
    ///   - first: The number of the first row.
    ///   - kept: One bit for each row number from 0 on, the lowest of each word first; rows whose bit is clear do not
    ///     count. Nothing where all count.
    package mutating func offer(_ values: Span<Float>, from first: UInt32 = 0, kept: Span<UInt64>? = nil) {
        precondition((kept?.count ?? .max) >= (Int(first) + values.count + 63) / 64, "bits of rows are missing")
        unsafe update { best in
            unsafe values.withUnsafeBufferPointer { values in
                guard let address = values.baseAddress else { return }
                unsafe withAddress(of: kept) { kept in
                    unsafe rag_best_offer(&best, address, nil, first, values.count, kept)
                }
            }
        }
    }

    /// Offers the values of rows in any order.
    ///
    /// - Parameters:
    ///   - values: One value for each row; there may be more.
    ///   - rows: The rows' numbers.
    package mutating func offer(_ values: Span<Float>, rows: Span<UInt32>) {
        precondition(values.count >= rows.count, "values of rows are missing")
        unsafe update { best in
            unsafe values.withUnsafeBufferPointer { values in
                unsafe rows.withUnsafeBufferPointer { rows in
                    guard let address = values.baseAddress else { return }
                    unsafe rag_best_offer(&best, address, rows.baseAddress, 0, rows.count, nil)
                }
            }
        }
    }

    /// The rows that are wanted, or as many as there were, and their values; the best first.
    ///
    /// - Complexity: O(n log n) for n rows wanted.
    package mutating func finish() -> (rows: [UInt32], values: [Float]) {
        unsafe update { unsafe rag_best_finish(&$0) }
        return (Array(numbers[..<count]), Array(values[..<count]))
    }

    /// Lends the selection to the kernels.
    mutating func update(_ body: (inout rag_best) -> Void) {
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                guard let values = values.baseAddress, let numbers = numbers.baseAddress else { return }
                var best = unsafe rag_best(
                    values: values, rows: numbers, wanted: wanted, count: count, least: least)
                unsafe body(&best)
                count = unsafe best.count
                least = unsafe best.least
            }
        }
    }
}
