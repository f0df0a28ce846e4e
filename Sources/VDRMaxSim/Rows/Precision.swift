// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// How the rows of documents are stored, which decides their size, the speed of scoring and its error.
///
/// | precision | bytes a row of 128 | what is stored | error of a similarity |
/// |---|---|---|---|
/// | ``float32`` | 512 | the values | rounding of single precision |
/// | ``float16`` | 256 | IEEE half precision | 2⁻¹¹ relative for each value below 65,504 |
/// | ``bfloat16`` | 256 | the upper half of single precision, query too | 2⁻⁷ relative for each product |
/// | ``int8`` | 132 | codes of −127...127 and a factor a row, query too | about 1 % of the norms' product |
/// | ``binary`` | 16 | the signs, query too | only the order is kept, roughly |
public enum Precision: String, Hashable, Sendable, Codable, CaseIterable {
    /// Single precision.
    case float32
    /// IEEE half precision, scored in single precision.
    case float16
    /// Brain floating point: the range of single precision with 8 significant bits.
    case bfloat16
    /// Eight-bit codes with one factor a row; sums are exact in 32-bit integers.
    case int8
    /// One bit a value; a pair of rows scores the number of equal signs less the number of different ones.
    case binary

    /// The bytes that one row takes, with its factor where it has one.
    ///
    /// - Parameter dimension: The length of the row.
    /// - Returns: The number of bytes.
    public func bytesPerRow(dimension: Int) -> Int {
        rows.rowByteCount(dimension: dimension) + (self == .int8 ? 4 : 0)
    }

    /// The same precision, as the kernels name it.
    var rows: RowPrecision {
        switch self {
        case .float32: .float32
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .int8: .int8
        case .binary: .binary
        }
    }
}
