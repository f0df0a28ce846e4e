// SPDX-License-Identifier: Apache-2.0
package import RAGCore

/// Reads the documents of files, folders and standard input one after the other, and sees to it that no two have the
/// same identifier.
///
/// ```swift
/// var corpus = Corpus([.path("notes"), .path("more.jsonl.gz")], invalidDocuments: .skip)
/// while let document = try corpus.next() { index.add(document) }
/// print(corpus.report.invalidDocuments, "left out")
/// ```
///
/// Inputs are read in the given order, the files of a folder in the order of ``FileWalk``. A text, Markdown or HTML file
/// is one document, named by its path below the folder that was given; a JSON Lines file holds any number of them.
/// Documents are held one at a time; what grows is one entry per identifier.
package struct Corpus: ~Copyable {
    /// What to do with a document that cannot be read.
    package enum InvalidDocuments: Hashable, Sendable {
        /// Throw, so that nothing is lost unseen.
        case stop
        /// Leave it out, count it in the report and go on. Unreadable files and damaged gzip streams still throw.
        case skip
    }

    /// What was read and what was left out so far.
    package private(set) var report = CorpusReport()

    /// The bytes of the inputs that were read so far, compressed ones as they are stored; see ``CorpusInput/byteCount``.
    package var bytesRead: Int { finishedBytes + openFileBytes }

    private var finishedBytes = 0
    private var openFileBytes = 0
    private let invalidDocuments: InvalidDocuments
    private let excludedFolder: String?
    private var pending: ArraySlice<CorpusInput>
    private var walk: FileWalk?
    private var lines: JSONLinesDocuments?
    private var places: [DocumentID: Place] = [:]

    private struct Place {
        var file: String
        var line: Int?
    }

    /// Creates a corpus; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - inputs: Files, folders and standard input, in the order in which they are read.
    ///   - invalidDocuments: What to do with a document that cannot be read.
    ///   - excludedFolder: A folder that is left out where it lies in one of the inputs, such as that of the index itself.
    package init(
        _ inputs: [CorpusInput], invalidDocuments: InvalidDocuments = .stop, excluding excludedFolder: String? = nil
    ) {
        self.pending = inputs[...]
        self.excludedFolder = excludedFolder
        self.invalidDocuments = invalidDocuments
    }

    /// The next document, or `nil` at the end.
    ///
    /// - Returns: A document whose identifier was not seen before.
    /// - Throws: ``CorpusError``.
    package mutating func next() throws(CorpusError) -> Document? {
        while true {
            do {
                guard let (document, place) = try nextInAnyFile() else { return nil }
                try register(document.id, at: place)
                report.documents += 1
                return document
            } catch {
                guard invalidDocuments == .skip, error.concernsOneDocument else { throw error }
                report.add(error)
            }
        }
    }

    /// All documents that are left.
    ///
    /// - Throws: ``CorpusError``.
    package mutating func readAll() throws(CorpusError) -> [Document] {
        var documents: [Document] = []
        while let document = try next() { documents.append(document) }
        return documents
    }

    private mutating func nextInAnyFile() throws(CorpusError) -> (Document, Place)? {
        while true {
            if let document = try lines?.next() {
                openFileBytes = lines?.bytesRead ?? 0
                return (document, Place(file: lines?.name ?? "", line: lines?.line))
            }
            finishedBytes += openFileBytes
            openFileBytes = 0
            lines = nil
            if let file = try walk?.next() {
                if file.kind != .jsonLines {
                    finishedBytes += file.byteCount
                    return (try TextFile.document(of: file), Place(file: file.path))
                }
                lines = try JSONLinesDocuments(.file(path: file.path))
            } else if try !openNextInput() {
                return nil
            }
        }
    }

    /// Goes on to the next input; false where there is none.
    private mutating func openNextInput() throws(CorpusError) -> Bool {
        if let walk { report.add(walk) }
        walk = nil
        switch pending.popFirst() {
        case .path(let path): walk = try FileWalk(path: path, excluding: excludedFolder)
        case .standardInput: lines = try JSONLinesDocuments(.standardInput)
        case nil: return false
        }
        return true
    }

    private mutating func register(_ id: DocumentID, at place: Place) throws(CorpusError) {
        if let first = places[id] {
            let firstPlace = first.line.map { "\(first.file):\($0)" } ?? first.file
            throw CorpusError(
                .duplicateID,
                file: place.file,
                line: place.line,
                "the document \"\(id)\" was already read from \(firstPlace); every identifier must be unique in one run"
            )
        }
        places[id] = place
    }
}
