// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import VDRMaxSim
import _VectorMath

/// The token vectors of an index's documents, for late interaction.
///
/// A document is one page, whose number is a hash of the text that the vectors are of. So the index of the documents and this one
/// need no common commit: whether they fit is seen document by document.
struct TokenVectorStore {
    /// Which folder it is; see ``TokenVectorFolder``.
    let number: Int

    private let store: MultiVectorStore
    private var index: MultiVectorIndex
    private var pages: [DocumentID: PageID]

    /// How rows are held: a byte a value moves no ranking that matters, at a quarter of the memory.
    static let precision = Precision.int8

    /// Opens the folder for writing, or makes it.
    init(_ folder: TokenVectorFolder, dimension: Int) throws(MaxSimError) {
        number = folder.number
        store = try MultiVectorStore(path: folder.pages, dimension: dimension, precision: Self.precision)
        index = try store.index()
        pages = Dictionary(index.pages.map { ($0.document, $0) }) { _, last in last }
    }

    /// The page of a document: its identifier and the hash of its text.
    static func page(of document: Document) -> PageID {
        PageID(document: document.id, number: Int(truncatingIfNeeded: XXHash64.hash(document.searchableText)))
    }

    /// Whether it has the vectors of a document's text.
    func holds(_ document: Document) -> Bool { index.contains(Self.page(of: document)) }

    /// Stores the vectors of a document in place of those of another text.
    mutating func replace(_ document: Document, _ vectors: MultiVector) throws(MaxSimError) {
        let page = Self.page(of: document)
        if let old = pages.updateValue(page, forKey: document.id) { index.delete(old) }
        try index.replace(page, vectors)
    }

    /// Deletes the documents that meet a condition.
    mutating func deleteAll(where condition: (DocumentID) -> Bool) {
        for (document, page) in pages where condition(document) {
            index.delete(page)
            pages[document] = nil
        }
    }

    /// Makes everything durable, and merges segments where that pays.
    mutating func commit() throws(MaxSimError) {
        try store.commit(index)
        index = try store.merge()
    }

    /// Removes all token vectors in the folder of an index but those of a number.
    static func removeAll(in path: String, but kept: Int?) {
        for number in TokenVectorFolder.numbers(in: path) where number != kept {
            TokenVectorFolder(number, in: path).remove()
        }
    }
}
#endif
