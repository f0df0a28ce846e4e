// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore

/// Documents that are embedded together and committed together: enough to be sorted by length, and so few that an interruption
/// costs less than a minute of work.
struct DocumentBlock {
    /// The documents, in the order in which they were read.
    private(set) var documents: [Document] = []

    private var byteCount = 0
    private let readsWholeTexts: Bool

    /// Makes an empty block.
    ///
    /// - Parameter readsWholeTexts: Whether texts beyond the model's window are embedded whole.
    init(readsWholeTexts: Bool) { self.readsWholeTexts = readsWholeTexts }

    private static let maximumCount = 4096
    private static let maximumBytes = 1 << 20
    /// Bytes of a text beyond which a model that cuts it reads nothing more, about.
    private static let readBytes = 2048

    /// Whether it is large enough.
    var isFull: Bool { documents.count >= Self.maximumCount || byteCount >= Self.maximumBytes }

    /// Adds a document.
    mutating func append(_ document: Document) {
        documents.append(document)
        let count = document.text.utf8.count
        byteCount += readsWholeTexts ? count : min(count, Self.readBytes)
    }

    /// Takes all documents out.
    mutating func removeAll() -> [Document] {
        defer { self = DocumentBlock(readsWholeTexts: readsWholeTexts) }
        return documents
    }
}
#endif
