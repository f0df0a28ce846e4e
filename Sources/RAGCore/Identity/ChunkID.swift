// SPDX-License-Identifier: Apache-2.0

/// The name of a chunk: its document and its place in it.
public struct ChunkID: Hashable, Sendable, Codable {
    /// The document that the chunk was cut from.
    public let document: DocumentID

    /// The chunk's place among the chunks of its document, counted from 0.
    public let ordinal: Int

    /// Names a chunk.
    ///
    /// - Parameters:
    ///   - document: The document that the chunk was cut from.
    ///   - ordinal: The chunk's place in the document, counted from 0.
    public init(document: DocumentID, ordinal: Int) {
        self.document = document
        self.ordinal = ordinal
    }
}

extension ChunkID: Comparable {
    /// Orders chunks by document, then by their place in it.
    public static func < (left: ChunkID, right: ChunkID) -> Bool {
        (left.document, left.ordinal) < (right.document, right.ordinal)
    }
}

extension ChunkID: CustomStringConvertible {
    /// The document's identifier and the ordinal, as in `report.pdf#3`.
    public var description: String { "\(document)#\(ordinal)" }
}
