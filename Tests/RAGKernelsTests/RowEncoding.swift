// SPDX-License-Identifier: Apache-2.0
import _RAGKernels

/// A row as it is stored, and what its values then are.
struct EncodedRow {
    var bytes: [UInt8]
    var decoded: [Double]
    var scale: Float = 1
}

/// How rows of a precision are stored, written without the kernels' own conversions.
struct RowEncoding {
    let precision: rag_precision

    /// Encodes a query row: fp32 except where both sides are codes.
    func query(_ row: [Float]) -> EncodedRow {
        switch precision {
        case RAG_PRECISION_I8:
            let (codes, scale) = codes(row)
            return EncodedRow(bytes: codes.map { UInt8(bitPattern: $0) }, decoded: codes.map(Double.init), scale: scale)
        case RAG_PRECISION_BINARY: return document(row)
        // Packing rounds the query.
        case RAG_PRECISION_BF16: return EncodedRow(bytes: bytes(of: row), decoded: bfloat16(row).map { widened($0) })
        default: return EncodedRow(bytes: bytes(of: row), decoded: row.map(Double.init))
        }
    }

    /// Encodes a document row.
    func document(_ row: [Float]) -> EncodedRow {
        switch precision {
        case RAG_PRECISION_F32:
            return EncodedRow(bytes: bytes(of: row), decoded: row.map(Double.init))
        case RAG_PRECISION_F16:
            let halves = row.map { Float16($0) }
            return EncodedRow(bytes: bytes(of: halves.map(\.bitPattern)), decoded: halves.map(Double.init))
        case RAG_PRECISION_BF16:
            let rounded = bfloat16(row)
            return EncodedRow(bytes: bytes(of: rounded), decoded: rounded.map { widened($0) })
        case RAG_PRECISION_I8:
            let (codes, scale) = codes(row)
            return EncodedRow(bytes: codes.map { UInt8(Int($0) + 128) }, decoded: codes.map(Double.init), scale: scale)
        default:
            var packed = [UInt8](repeating: 0, count: (row.count + 7) / 8)
            for (position, value) in row.enumerated() where value > 0 { packed[position / 8] |= 0x80 >> (position % 8) }
            // Bits beyond the dimension do not count.
            if row.count % 8 != 0 { packed[packed.count - 1] |= 0xFF >> (row.count % 8) }
            return EncodedRow(bytes: packed, decoded: row.map { $0 > 0 ? 1 : -1 })
        }
    }

    /// The error that a similarity may have, as the header states it.
    func errorBound(dot: Double, magnitude: Double, dimension: Int) -> Double {
        switch precision {
        case RAG_PRECISION_I8: 0x1p-21 * abs(dot)
        case RAG_PRECISION_BINARY: 0
        case RAG_PRECISION_BF16: 2 * Double(dimension) * (0x1p-24 * magnitude + Self.leastBfloat16Product)
        default: 2 * Double(dimension) * (0x1p-24 * magnitude + 0x1p-149)
        }
    }

    /// VDPBF16PS, which some processors with it use, counts values and products below the normal numbers as zero.
    private static let leastBfloat16Product =
        rag_cpu_features() & RAG_FEATURE_AVX512_BF16.rawValue != 0 ? 0x1p-126 : 0x1p-149

    private func codes(_ row: [Float]) -> (codes: [Int8], scale: Float) {
        let greatest = row.map(abs).max() ?? 0
        // Scales are normal numbers or zero.
        let scale = greatest > 1e-28 ? greatest / 127 : 0
        var codes = row.map { scale > 0 ? Int8(max(-127, min(127, ($0 / scale).rounded()))) : 0 }
        // A foreign encoder may use all of int8.
        if codes[0] == -127 || codes.count == 1 { codes[0] = -128 }
        return (codes, scale)
    }

    private func bfloat16(_ row: [Float]) -> [UInt16] {
        row.map { value in
            let bits = value.bitPattern
            let below = bits >> 16
            let remainder = bits & 0xFFFF
            let roundsUp = remainder > 0x8000 || (remainder == 0x8000 && below % 2 == 1)
            return UInt16(below + (roundsUp ? 1 : 0))
        }
    }

    private func widened(_ bits: UInt16) -> Double { Double(Float(bitPattern: UInt32(bits) << 16)) }

    private func bytes<Value: BitwiseCopyable>(of values: [Value]) -> [UInt8] {
        unsafe values.withUnsafeBytes { unsafe Array($0) }
    }
}
