// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Rounds rows of single precision to the formats that take less room.
package enum RowCoding {
    /// The greatest magnitude that half precision holds.
    package static let greatestHalf: Float = 65_504

    /// Rounds values to the nearest of half precision; beyond ``greatestHalf`` they become infinite.
    ///
    /// - Parameters:
    ///   - values: Any number of values.
    ///   - halves: Receives the bits of as many; it may be longer.
    /// - Complexity: O(values).
    package static func encode(_ values: Span<Float>, into halves: inout MutableSpan<UInt16>) {
        precondition(halves.count >= values.count, "\(values.count) values do not fit \(halves.count)")
        unsafe values.withUnsafeBufferPointer { values in
            unsafe halves.withUnsafeMutableBufferPointer { halves in
                guard let source = values.baseAddress, let target = halves.baseAddress else { return }
                unsafe rag_convert_f32_to_f16(source, values.count, target)
            }
        }
    }

    /// Rounds rows to codes of −127...127, each row with the factor that makes its codes values again.
    ///
    /// - Parameters:
    ///   - values: `rows × dimension` values, row-major.
    ///   - dimension: The length of a row.
    ///   - codes: Receives as many codes as there are values; it may be longer.
    ///   - scales: Receives a factor for each row; it may be longer.
    /// - Complexity: O(values).
    package static func encode(
        _ values: Span<Float>, dimension: Int, into codes: inout MutableSpan<Int8>,
        scales: inout MutableSpan<Float>
    ) {
        precondition(dimension > 0 && values.count % dimension == 0, "rows come whole")
        let rows = values.count / dimension
        precondition(codes.count >= values.count && scales.count >= rows, "there is no room for \(rows) rows")
        unsafe values.withUnsafeBufferPointer { values in
            unsafe codes.withUnsafeMutableBufferPointer { codes in
                unsafe scales.withUnsafeMutableBufferPointer { scales in
                    guard let source = values.baseAddress, let codes = codes.baseAddress,
                        let scales = scales.baseAddress
                    else { return }
                    unsafe rag_quantize_f32_to_i8(source, rows, dimension, codes, scales)
                }
            }
        }
    }
}
