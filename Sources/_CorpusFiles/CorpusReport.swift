// SPDX-License-Identifier: Apache-2.0

/// What reading a corpus gave and what it left out; complete once the last document was read.
package struct CorpusReport: Hashable, Sendable {
    /// How many invalid documents are kept with their reasons.
    package static let keptErrors = 5

    /// How many documents were read.
    package var documents = 0

    /// How many invalid documents were left out.
    package var invalidDocuments = 0

    /// Why the first of the invalid documents were left out, at most ``keptErrors``.
    package var firstErrors: [CorpusError] = []

    /// How many files were left out because of their kind, by extension in lower case without the dot.
    package var unknownFiles: [String: Int] = [:]

    /// How many symbolic links to folders were not entered.
    package var linkedFolders = 0

    mutating func add(_ error: CorpusError) {
        invalidDocuments += 1
        if firstErrors.count < Self.keptErrors { firstErrors.append(error) }
    }

    mutating func add(_ walk: FileWalk) {
        unknownFiles.merge(walk.unknownFiles, uniquingKeysWith: +)
        linkedFolders += walk.linkedFolders
    }
}
