// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore

/// Makes an index hold just the documents that it is given: anew, or by changing what differs.
struct IndexUpdate: ~Copyable {
    /// The documents so far.
    private(set) var documentCount = 0

    /// Those that the index did not hold.
    private(set) var added = 0

    /// Those that it held otherwise.
    private(set) var replaced = 0

    /// Those that it held and that were not given; known at the end.
    private(set) var deleted = 0

    private var writer: IndexWriter
    private let isUpdate: Bool
    private var given: Set<DocumentID> = []

    /// Opens an index.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - isUpdate: Whether to keep what the index holds and has not changed.
    ///   - analyzer: The name of an analyser; `nil` for that of the index, or for English in a new one.
    /// - Throws: An error of the index.
    init(of path: String, isUpdate: Bool, analyzer: String?) throws {
        self.isUpdate = isUpdate
        if let analyzer {
            let configuration = IndexConfiguration(analyzer: try TextAnalyzers.named(analyzer))
            writer = try IndexWriter(at: path, configuration, replacing: !isUpdate)
        } else {
            let known = isUpdate ? try? IndexSnapshot(openingAt: path).configuration : nil
            writer = try IndexWriter(at: path, known ?? IndexConfiguration(), replacing: !isUpdate)
        }
    }

    /// Indexes a document, if the index does not hold it as it is.
    mutating func take(_ document: Document) throws {
        documentCount += 1
        guard isUpdate else {
            added += 1
            return try writer.add(document)
        }
        given.insert(document.id)
        switch try writer.document(document.id) {
        case document?: return
        case nil: added += 1
        default: replaced += 1
        }
        try writer.replace(document)
    }

    /// Deletes what was not given, commits and merges.
    mutating func finish() throws {
        if isUpdate {
            let given = given
            deleted = try writer.deleteAll { !given.contains($0.id) }
        }
        try writer.commit()
        while try writer.merge() {}
    }
}
#endif
