// SPDX-License-Identifier: Apache-2.0

extension NumPyArray {
    /// The elements as `Float`, whatever they are stored as.
    ///
    /// - Complexity: O(count); a plain copy for `float32`.
    package func floats() -> [Float] {
        switch elementType {
        case .float32: Bytes.array(of: Float.self, from: bytes)
        case .float16: Bytes.array(of: UInt16.self, from: bytes).map(HalfPrecision.float)
        case .int8: bytes.map { Float(Int8(bitPattern: $0)) }
        case .uint8: bytes.map { Float($0) }
        case .int32: Bytes.array(of: Int32.self, from: bytes).map { Float($0) }
        case .int64: Bytes.array(of: Int64.self, from: bytes).map { Float($0) }
        }
    }

    /// The elements as `Int`.
    ///
    /// - Throws: ``VectorMathError/Code/unexpectedArray`` when the elements have fractions.
    package func integers() throws(VectorMathError) -> [Int] {
        switch elementType {
        case .int8: bytes.map { Int(Int8(bitPattern: $0)) }
        case .uint8: bytes.map { Int($0) }
        case .int32: Bytes.array(of: Int32.self, from: bytes).map { Int($0) }
        case .int64: Bytes.array(of: Int64.self, from: bytes).map { Int($0) }
        case .float16, .float32:
            throw VectorMathError(.unexpectedArray, "whole numbers are expected, not '\(elementType.rawValue)'")
        }
    }

    /// The elements as signed bytes.
    ///
    /// - Throws: ``VectorMathError/Code/unexpectedArray`` unless the elements are `int8`.
    package func signedBytes() throws(VectorMathError) -> [Int8] {
        guard elementType == .int8 else {
            throw VectorMathError(.unexpectedArray, "'|i1' elements are expected, not '\(elementType.rawValue)'")
        }
        return bytes.map { Int8(bitPattern: $0) }
    }

    /// An array of `Float` elements.
    ///
    /// - Parameters:
    ///   - values: The elements in C order.
    ///   - shape: The length of each axis.
    package init(_ values: [Float], shape: [Int]) {
        self.init(elementType: .float32, shape: shape, bytes: Bytes.bytes(of: values)[...])
    }

    /// An array of whole numbers, stored as `int64`.
    ///
    /// - Parameters:
    ///   - values: The elements in C order.
    ///   - shape: The length of each axis.
    package init(_ values: [Int], shape: [Int]) {
        let wide = values.map { Int64($0) }
        self.init(elementType: .int64, shape: shape, bytes: Bytes.bytes(of: wide)[...])
    }

    /// The file's bytes, as NumPy itself writes them (format version 1).
    package func encoded() -> [UInt8] {
        let axes = shape.map { "\($0)," }.joined(separator: " ")
        var header = "{'descr': '\(elementType.rawValue)', 'fortran_order': False, 'shape': (\(axes)), }"
        let unpadded = 10 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        let length = header.utf8.count
        let prefix: [UInt8] = [0x93] + "NUMPY".utf8 + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        return prefix + header.utf8 + bytes
    }
}
