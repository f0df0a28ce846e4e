// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

extension ByteWriter {
    /// Writes a document whole.
    mutating func append(_ document: Document) {
        append(document.id.rawValue)
        append(document.title)
        append(document.text)
        append(document.metadata)
    }
}

extension ByteReader {
    /// Reads a document.
    mutating func document() throws(SegmentStoreError) -> Document {
        let id = DocumentID(try string())
        let title = try string()
        let text = try string()
        return Document(id: id, title: title, text: text, metadata: try metadata())
    }
}
