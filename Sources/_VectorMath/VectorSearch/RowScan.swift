// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A query prepared once for rows of one format; multiplies any number of them.
///
/// Its products are dot products. Cosine similarity and Euclidean distance follow from them and the rows' norms. A scan is
/// bound by memory: its time is that of reading the rows.
package struct RowScan: Sendable {
    /// The length of the query and of a row.
    package let dimension: Int

    /// The format of the rows.
    package let format: RowFormat

    private let packed: PackedMemory

    /// The longest query.
    package static let maximumDimension = 4096

    /// Prepares a query.
    ///
    /// For int8 rows the query is rounded to 16 bits, an error of its greatest magnitude / 65,278 at most; sums are exact.
    ///
    /// - Parameters:
    ///   - query: 1...4096 values.
    ///   - format: The format of the rows.
    package init(_ query: Span<Float>, format: RowFormat) {
        precondition((1...Self.maximumDimension).contains(query.count), "a query of \(query.count) values")
        dimension = query.count
        self.format = format
        packed = unsafe PackedMemory(byteCount: rag_scan_query_size(format.kernel, query.count)) { memory in
            unsafe query.withUnsafeBufferPointer { query in
                guard let values = query.baseAddress else { return }
                unsafe rag_scan_query_pack(format.kernel, values, query.count, memory)
            }
        }
    }

    /// Multiplies the first rows of single precision.
    ///
    /// - Parameters:
    ///   - rows: Whole rows, one after the other.
    ///   - products: Receives one product for each of the first `products.count` rows.
    /// - Complexity: O(products · dimension).
    package func products(floats rows: Span<Float>, into products: inout MutableSpan<Float>) {
        precondition(format == .float32, "the query was prepared for \(format.rawValue)")
        unsafe multiply(rows.bytes, scales: nil, numbers: nil, into: &products)
    }

    /// Multiplies the first rows of half precision; otherwise as ``products(floats:into:)``.
    package func products(halves rows: Span<UInt16>, into products: inout MutableSpan<Float>) {
        precondition(format == .float16, "the query was prepared for \(format.rawValue)")
        unsafe multiply(rows.bytes, scales: nil, numbers: nil, into: &products)
    }

    /// Multiplies the first rows of codes; otherwise as ``products(floats:into:)``.
    ///
    /// - Parameters:
    ///   - rows: Codes, row by row.
    ///   - scales: The factor of each row.
    ///   - products: Receives one product for each of the first `products.count` rows.
    package func products(codes rows: Span<Int8>, scales: Span<Float>, into products: inout MutableSpan<Float>) {
        precondition(format == .int8, "the query was prepared for \(format.rawValue)")
        unsafe multiply(rows.bytes, scales: scales, numbers: nil, into: &products)
    }

    /// Multiplies some rows of single precision.
    ///
    /// - Parameters:
    ///   - rows: All rows, one after the other.
    ///   - numbers: Which of them, in any order; ascending ones are read fastest.
    ///   - products: Receives one product for each number; it may be longer.
    /// - Complexity: O(numbers · dimension).
    package func products(
        floats rows: Span<Float>, rows numbers: Span<UInt32>, into products: inout MutableSpan<Float>
    ) {
        precondition(format == .float32, "the query was prepared for \(format.rawValue)")
        unsafe multiply(rows.bytes, scales: nil, numbers: numbers, into: &products)
    }

    /// Multiplies some rows of half precision; otherwise as ``products(floats:rows:into:)``.
    package func products(
        halves rows: Span<UInt16>, rows numbers: Span<UInt32>, into products: inout MutableSpan<Float>
    ) {
        precondition(format == .float16, "the query was prepared for \(format.rawValue)")
        unsafe multiply(rows.bytes, scales: nil, numbers: numbers, into: &products)
    }

    /// Multiplies some rows of codes; otherwise as ``products(floats:rows:into:)``.
    package func products(
        codes rows: Span<Int8>, scales: Span<Float>, rows numbers: Span<UInt32>,
        into products: inout MutableSpan<Float>
    ) {
        precondition(format == .int8, "the query was prepared for \(format.rawValue)")
        unsafe multiply(rows.bytes, scales: scales, numbers: numbers, into: &products)
    }

    private func multiply(
        _ rows: RawSpan, scales: Span<Float>?, numbers: Span<UInt32>?, into products: inout MutableSpan<Float>
    ) {
        let count = numbers?.count ?? products.count
        precondition(products.count >= count, "\(count) products do not fit \(products.count)")
        let needed = Self.rowsNeeded(by: numbers, orFirst: count)
        precondition(rows.byteCount / format.rowByteCount(dimension: dimension) >= needed, "rows are missing")
        precondition(scales?.count ?? needed >= needed, "factors of rows are missing")
        guard count > 0 else { return }
        unsafe products.withUnsafeMutableBufferPointer { products in
            guard let products = products.baseAddress else { return }
            unsafe rows.withUnsafeBytes { rows in
                guard let rows = rows.baseAddress else { return }
                unsafe withAddress(of: scales) { scales in
                    unsafe withAddress(of: numbers) { numbers in
                        unsafe packed.withAddress { query in
                            unsafe rag_scan_products(query, rows, scales, numbers, count, products)
                        }
                    }
                }
            }
        }
    }

    /// How many rows there must be at least.
    private static func rowsNeeded(by numbers: Span<UInt32>?, orFirst count: Int) -> Int {
        guard let numbers else { return count }
        var greatest: UInt32 = 0
        for index in numbers.indices { greatest = max(greatest, numbers[index]) }
        return numbers.isEmpty ? 0 : Int(greatest) + 1
    }
}
