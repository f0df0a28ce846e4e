// SPDX-License-Identifier: Apache-2.0

/// What a file of weights says about one tensor.
struct TensorEntry: Hashable, Sendable {
    /// What one element is.
    enum ElementType: String, Sendable, CaseIterable {
        case float64 = "F64"
        case float32 = "F32"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case int64 = "I64"
        case int32 = "I32"
        case int16 = "I16"
        case int8 = "I8"
        case uint64 = "U64"
        case uint32 = "U32"
        case uint16 = "U16"
        case uint8 = "U8"
        case boolean = "BOOL"

        /// The bytes of one element.
        var byteCount: Int {
            switch self {
            case .float64, .int64, .uint64: 8
            case .float32, .int32, .uint32: 4
            case .float16, .bfloat16, .int16, .uint16: 2
            case .int8, .uint8, .boolean: 1
            }
        }
    }

    /// The tensor's name.
    var name: String

    /// What one element is.
    var elementType: ElementType

    /// The length of each axis; the last varies fastest.
    var shape: [Int]

    /// Where the elements are, counted from the end of the header.
    var bytes: Range<Int>
}

extension TensorEntry {
    /// Reads an entry of a header.
    ///
    /// - Throws: ``TextEmbeddingsError/Code/malformedWeights`` where the entry lacks something or contradicts itself.
    init(_ member: JSONMember) throws(TextEmbeddingsError) {
        func malformed(_ what: String) -> TextEmbeddingsError {
            TextEmbeddingsError(.malformedWeights, "the tensor '\(member.name.prefix(80))' has \(what)")
        }
        guard let type = member.value["dtype"]?.string else { throw malformed("no element type") }
        guard let elementType = ElementType(rawValue: type) else {
            throw malformed("elements of the unknown type '\(type.prefix(20))'")
        }
        guard let axes = member.value["shape"]?.array, axes.count <= 8 else { throw malformed("no shape") }
        var size = elementType.byteCount
        var shape: [Int] = []
        for axis in axes {
            guard let length = axis.integer, length >= 0 else { throw malformed("a shape that is no list of lengths") }
            let (product, overflow) = size.multipliedReportingOverflow(by: length)
            guard !overflow else { throw malformed("a shape beyond every memory") }
            size = product
            shape.append(length)
        }
        guard let offsets = member.value["data_offsets"]?.array, offsets.count == 2,
            let start = offsets[0].integer, let end = offsets[1].integer, 0 <= start, start <= end
        else { throw malformed("no offsets") }
        guard end - start == size else {
            throw malformed("\(end - start) bytes for the shape \(shape) of \(type), which takes \(size)")
        }
        self.init(name: member.name, elementType: elementType, shape: shape, bytes: start..<end)
    }
}
