// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// Makes values of single precision again of what ``RowCoding`` has rounded.
package enum RowDecoding {
    /// Copies values.
    ///
    /// - Parameters:
    ///   - source: Any number of values.
    ///   - values: Receives them.
    ///   - place: Where in `values` the first goes.
    package static func decode(floats source: Span<Float>, into values: inout MutableSpan<Float>, at place: Int = 0) {
        precondition(place >= 0 && values.count - place >= source.count, "\(source.count) values do not fit")
        unsafe source.withUnsafeBufferPointer { source in
            unsafe values.withUnsafeMutableBufferPointer { values in
                guard let from = source.baseAddress, let target = values.baseAddress else { return }
                unsafe (target + place).update(from: from, count: source.count)
            }
        }
    }

    /// Widens half precision, exactly.
    ///
    /// - Parameters:
    ///   - halves: The bits of any number of values.
    ///   - values: Receives the values.
    ///   - place: Where in `values` the first goes.
    package static func decode(halves: Span<UInt16>, into values: inout MutableSpan<Float>, at place: Int = 0) {
        precondition(place >= 0 && values.count - place >= halves.count, "\(halves.count) values do not fit")
        unsafe halves.withUnsafeBufferPointer { halves in
            unsafe values.withUnsafeMutableBufferPointer { values in
                guard let from = halves.baseAddress, let target = values.baseAddress else { return }
                unsafe rag_convert_f16_to_f32(from, halves.count, target + place)
            }
        }
    }

    /// Multiplies the codes of one row by its factor.
    ///
    /// - Parameters:
    ///   - codes: The codes.
    ///   - scale: The factor.
    ///   - values: Receives the values.
    ///   - place: Where in `values` the first goes.
    package static func decode(
        codes: Span<Int8>, scale: Float, into values: inout MutableSpan<Float>, at place: Int = 0
    ) {
        precondition(place >= 0 && values.count - place >= codes.count, "\(codes.count) values do not fit")
        unsafe codes.withUnsafeBufferPointer { codes in
            unsafe values.withUnsafeMutableBufferPointer { values in
                for index in codes.indices { unsafe values[place + index] = Float(codes[index]) * scale }
            }
        }
    }
}
