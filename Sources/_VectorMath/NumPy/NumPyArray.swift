// SPDX-License-Identifier: Apache-2.0

/// An array in NumPy's `.npy` format: element type, shape and the bytes of its elements.
///
/// Format versions 1 to 3, little-endian, C order, of the element types that embeddings come in. The format is described
/// in NEP 1 and in the documentation of `numpy.lib.format`.
package struct NumPyArray: Sendable {
    /// What one element is.
    package enum ElementType: String, Sendable, CaseIterable {
        case float16 = "<f2"
        case float32 = "<f4"
        case int8 = "|i1"
        case uint8 = "|u1"
        case int32 = "<i4"
        case int64 = "<i8"

        /// The bytes of one element.
        package var byteCount: Int {
            switch self {
            case .int8, .uint8: 1
            case .float16: 2
            case .float32, .int32: 4
            case .int64: 8
            }
        }
    }

    /// What one element is.
    package let elementType: ElementType

    /// The length of each axis; the last varies fastest.
    package let shape: [Int]

    /// The elements in C order, little-endian.
    package let bytes: ArraySlice<UInt8>

    /// The number of elements.
    package var count: Int { bytes.count / elementType.byteCount }

    /// Makes an array of elements that are already in C order.
    package init(elementType: ElementType, shape: [Int], bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == shape.reduce(elementType.byteCount, *), "the bytes do not fill the shape \(shape)")
        self.elementType = elementType
        self.shape = shape
        self.bytes = bytes
    }
}
