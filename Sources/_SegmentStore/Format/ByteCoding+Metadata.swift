// SPDX-License-Identifier: Apache-2.0
package import RAGCore

/// How the type of a metadata value is written.
private enum ValueTag {
    static let string = 0
    static let integer = 1
    static let number = 2
    static let boolean = 3
    static let strings = 4
}

extension ByteWriter {
    /// Writes metadata: the number of values, then each name and value, in the order of the names.
    package mutating func append(_ metadata: Metadata) {
        append(metadata.values.count)
        for (name, value) in metadata.values.sorted(by: { $0.key < $1.key }) {
            append(name)
            append(value)
        }
    }

    private mutating func append(_ value: Metadata.Value) {
        switch value {
        case .string(let text):
            append(ValueTag.string)
            append(text)
        case .integer(let number):
            append(ValueTag.integer)
            append(fixed: UInt64(bitPattern: Int64(number)))
        case .number(let number):
            append(ValueTag.number)
            append(fixed: number.bitPattern)
        case .boolean(let truth):
            append(ValueTag.boolean)
            append(truth ? 1 : 0)
        case .strings(let texts):
            append(ValueTag.strings)
            append(texts.count)
            for text in texts { append(text) }
        }
    }
}

extension ByteReader {
    /// Reads metadata.
    package mutating func metadata() throws(SegmentStoreError) -> Metadata {
        var metadata = Metadata()
        for _ in 0..<(try integer()) { metadata[try string()] = try value() }
        return metadata
    }

    private mutating func value() throws(SegmentStoreError) -> Metadata.Value {
        switch try integer() {
        case ValueTag.string: return .string(try string())
        case ValueTag.integer: return .integer(Int(Int64(bitPattern: try fixed64())))
        case ValueTag.number: return .number(Double(bitPattern: try fixed64()))
        case ValueTag.boolean: return .boolean(try integer() != 0)
        case ValueTag.strings:
            var texts: [String] = []
            for _ in 0..<(try integer()) { texts.append(try string()) }
            return .strings(texts)
        case let tag:
            throw SegmentStoreError(.corrupted, "metadata has a value of the unknown type \(tag); index again")
        }
    }
}
