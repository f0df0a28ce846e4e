// SPDX-License-Identifier: Apache-2.0

/// A document as the engines see it: named text with a title and metadata.
///
/// Whatever the document was before (a PDF, a slide deck, a row of a table), it arrives here as text.
public struct Document: Hashable, Sendable {
    /// The document's name, unique within a collection.
    public var id: DocumentID

    /// The title, or an empty string.
    public var title: String

    /// The body.
    public var text: String

    /// Typed values to show, filter and sort by.
    public var metadata: Metadata

    /// Creates a document.
    ///
    /// - Parameters:
    ///   - id: The document's name, unique within a collection.
    ///   - title: The title, or an empty string.
    ///   - text: The body.
    ///   - metadata: Typed values to show, filter and sort by.
    public init(id: DocumentID, title: String = "", text: String, metadata: Metadata = [:]) {
        self.id = id
        self.title = title
        self.text = text
        self.metadata = metadata
    }

    /// The text that search engines index: title, a space, body.
    ///
    /// With no title it is the body alone.
    public var searchableText: String {
        title.isEmpty ? text : title + " " + text
    }
}
