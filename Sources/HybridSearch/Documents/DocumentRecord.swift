// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

extension ByteWriter {
    /// Writes a document whole.
    mutating func append(_ document: Document) {
        append(document.id.rawValue)
        append(document.title)
        append(document.text)
        append(document.metadata.values.count)
        for (name, value) in document.metadata.values.sorted(by: { $0.key < $1.key }) {
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
    /// Reads a document.
    mutating func document() throws(SegmentStoreError) -> Document {
        let id = DocumentID(try string())
        let title = try string()
        let text = try string()
        var metadata = Metadata()
        for _ in 0..<(try integer()) { metadata[try string()] = try metadataValue() }
        return Document(id: id, title: title, text: text, metadata: metadata)
    }

    private mutating func metadataValue() throws(SegmentStoreError) -> Metadata.Value {
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

/// How the type of a metadata value is written.
private enum ValueTag {
    static let string = 0
    static let integer = 1
    static let number = 2
    static let boolean = 3
    static let strings = 4
}
