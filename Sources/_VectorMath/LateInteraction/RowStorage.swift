// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// The rows of documents in one precision, one after the other.
package enum RowStorage: Sendable {
    case float32([Float])
    case float16([UInt16])
    case bfloat16([UInt16])
    /// Codes of −128...127, raised by 128 as the kernels read them, and the factor of each row that makes them values again.
    case int8([UInt8], scales: [Float])
    /// Sign bits, the first value in the highest bit of a row's first byte.
    case binary([UInt8])

    /// How the rows are stored.
    package var precision: RowPrecision {
        switch self {
        case .float32: .float32
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .int8: .int8
        case .binary: .binary
        }
    }

    /// The bytes that the rows and their scales take.
    package var byteCount: Int {
        switch self {
        case .float32(let values): values.count * 4
        case .float16(let values), .bfloat16(let values): values.count * 2
        case .int8(let codes, let scales): codes.count + scales.count * 4
        case .binary(let bits): bits.count
        }
    }

    /// Stores rows in a precision.
    ///
    /// - Parameters:
    ///   - values: `rows × dimension` values, row-major.
    ///   - dimension: The length of a row.
    ///   - precision: How to store them.
    /// - Complexity: O(values).
    package init(_ values: [Float], dimension: Int, precision: RowPrecision) {
        let rows = values.count / dimension
        switch precision {
        case .float32:
            self = .float32(values)
        case .float16:
            var bits = [UInt16](repeating: 0, count: values.count)
            unsafe rag_convert_f32_to_f16(Self.clamped(values, to: 65_504), values.count, &bits)
            self = .float16(bits)
        case .bfloat16:
            var bits = [UInt16](repeating: 0, count: values.count)
            let greatest = Float(bitPattern: 0x7F7F_0000)
            unsafe rag_convert_f32_to_bf16(Self.clamped(values, to: greatest), values.count, &bits)
            self = .bfloat16(bits)
        case .int8:
            var codes = [Int8](repeating: 0, count: values.count)
            var scales = [Float](repeating: 0, count: rows)
            unsafe rag_quantize_f32_to_i8(values, rows, dimension, &codes, &scales)
            self.init(codes: codes, scales: scales)
        case .binary:
            var bits = [UInt8](repeating: 0, count: rows * ((dimension + 7) / 8))
            unsafe rag_quantize_f32_to_bits(values, rows, dimension, &bits)
            self = .binary(bits)
        }
    }

    /// Stores rows of codes.
    ///
    /// - Parameters:
    ///   - codes: Whole rows.
    ///   - scales: The factor of each row.
    /// - Complexity: O(codes).
    package init(codes: [Int8], scales: [Float]) {
        self = .int8(codes.map { UInt8(bitPattern: $0) ^ 0x80 }, scales: scales)
    }

    /// Copies rows that lie elsewhere.
    ///
    /// - Parameters:
    ///   - rows: Whole rows of the precision.
    ///   - scales: The factor of each row where the precision has them, otherwise nothing.
    ///   - precision: How the rows are stored.
    package init(copying rows: RawSpan, scales: Span<Float>, precision: RowPrecision) {
        switch precision {
        case .float32: self = .float32(Self.values(of: rows))
        case .float16: self = .float16(Self.values(of: rows))
        case .bfloat16: self = .bfloat16(Self.values(of: rows))
        case .int8: self = .int8(Self.values(of: rows), scales: scales.indices.map { scales[$0] })
        case .binary: self = .binary(Self.values(of: rows))
        }
    }

    private static func values<Value: BitwiseCopyable>(of bytes: RawSpan) -> [Value] {
        unsafe bytes.withUnsafeBytes { source in
            unsafe [Value](unsafeUninitializedCapacity: source.count / MemoryLayout<Value>.size) { values, count in
                count = values.count
                unsafe UnsafeMutableRawBufferPointer(values).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source.prefix(count * MemoryLayout<Value>.size)))
            }
        }
    }

    /// Calls a function with the bytes of the rows, and the factor of each row where the precision has them.
    package func withSpans<Result, Failure: Error>(
        _ body: (RawSpan, Span<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let none: [Float] = []
        switch self {
        case .float32(let values): return try unsafe body(values.span.bytes, none.span)
        case .float16(let bits), .bfloat16(let bits): return try unsafe body(bits.span.bytes, none.span)
        case .int8(let codes, let scales): return try unsafe body(codes.span.bytes, scales.span)
        case .binary(let bits): return try unsafe body(bits.span.bytes, none.span)
        }
    }

    /// Values cut off at a magnitude, so that rounding makes none of them infinite.
    private static func clamped(_ values: [Float], to magnitude: Float) -> [Float] {
        guard values.contains(where: { $0.magnitude > magnitude }) else { return values }
        return values.map { min(max($0, -magnitude), magnitude) }
    }

    /// The values that a range of rows stands for; a sign bit stands for +1 or −1.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - dimension: The length of a row.
    /// - Returns: `rows × dimension` values, row-major.
    /// - Complexity: O(values of the rows).
    package func floats(rows: Range<Int>, dimension: Int) -> [Float] {
        let range = (rows.lowerBound * dimension)..<(rows.upperBound * dimension)
        switch self {
        case .float32(let values):
            return Array(values[range])
        case .float16(let bits):
            return bits[range].map(HalfPrecision.float)
        case .bfloat16(let bits):
            return bits[range].map { Float(bitPattern: UInt32($0) << 16) }
        case .int8(let codes, let scales):
            return range.map { Float(Int(codes[$0]) - 128) * scales[$0 / dimension] }
        case .binary(let bits):
            let width = (dimension + 7) / 8
            return rows.flatMap { row in
                (0..<dimension).map { bits[row * width + $0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 ? -1 : 1 }
            }
        }
    }

    /// A copy of a range of rows.
    package func rows(_ rows: Range<Int>, dimension: Int) -> RowStorage {
        let width = precision == .binary ? (dimension + 7) / 8 : dimension
        let range = (rows.lowerBound * width)..<(rows.upperBound * width)
        return switch self {
        case .float32(let values): .float32(Array(values[range]))
        case .float16(let bits): .float16(Array(bits[range]))
        case .bfloat16(let bits): .bfloat16(Array(bits[range]))
        case .int8(let codes, let scales): .int8(Array(codes[range]), scales: Array(scales[rows]))
        case .binary(let bits): .binary(Array(bits[range]))
        }
    }

    /// Appends rows of the same precision.
    package mutating func append(_ other: RowStorage) {
        switch (self, other) {
        case (.float32(var values), .float32(let more)):
            self = .float32([])
            values.append(contentsOf: more)
            self = .float32(values)
        case (.float16(var bits), .float16(let more)):
            self = .float16([])
            bits.append(contentsOf: more)
            self = .float16(bits)
        case (.bfloat16(var bits), .bfloat16(let more)):
            self = .bfloat16([])
            bits.append(contentsOf: more)
            self = .bfloat16(bits)
        case (.int8(var codes, var scales), .int8(let moreCodes, let moreScales)):
            self = .int8([], scales: [])
            codes.append(contentsOf: moreCodes)
            scales.append(contentsOf: moreScales)
            self = .int8(codes, scales: scales)
        case (.binary(var bits), .binary(let more)):
            self = .binary([])
            bits.append(contentsOf: more)
            self = .binary(bits)
        default:
            preconditionFailure("rows in \(other.precision) cannot be appended to rows in \(precision)")
        }
    }
}
