// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import RAGCore

/// A folder with documents, queries and relevance judgements, and perhaps embeddings of them.
///
/// The files are `documents.jsonl` or `documents.jsonl.gz`, `queries.jsonl` (`id` and `text`), `qrels.tsv`, and those of
/// ``EmbeddingFile``. Nothing is read before it is asked for, and a collection is never read in part: the rows of the
/// embeddings are matched to documents by line, so an invalid line is always an error.
package struct EvaluationCollection: Hashable, Sendable {
    /// A query.
    package struct Query: Hashable, Sendable {
        /// The name under which `qrels.tsv` judges it.
        package var id: String
        /// What is asked.
        package var text: String
    }

    /// The relevance judgements as they stand in their file.
    package struct Judgements: Hashable, Sendable {
        /// The file, for messages.
        package var path: String
        /// Its text: lines of query, iteration, document and grade.
        package var text: String
    }

    /// The folder.
    package let folder: String

    /// The file of documents.
    package let documentsPath: String

    /// The file of queries.
    package let queriesPath: String

    /// The file of relevance judgements.
    package let judgementsPath: String

    /// Opens a collection.
    ///
    /// - Parameter folder: The folder's path.
    /// - Throws: ``CorpusError`` with the code `notFound`, which names the file that is missing and its format.
    package init(folder: String) throws(CorpusError) {
        self.folder = folder
        let documents = Self.path(of: "documents.jsonl", in: folder)
        self.documentsPath = FileManager.default.fileExists(atPath: documents) ? documents : documents + ".gz"
        self.queriesPath = Self.path(of: "queries.jsonl", in: folder)
        self.judgementsPath = Self.path(of: "qrels.tsv", in: folder)
        let lines = "an object a line with \"id\" and \"text\""
        try Self.require(documentsPath, "expected documents.jsonl or documents.jsonl.gz: \(lines)")
        try Self.require(queriesPath, "expected queries.jsonl: \(lines)")
        try Self.require(judgementsPath, "expected qrels.tsv: query, iteration, document and grade, separated by tabs")
    }

    /// The documents, in the order of their lines.
    package func documents() -> Corpus {
        Corpus([.path(documentsPath)])
    }

    /// Reads the queries, in the order of their lines.
    ///
    /// - Returns: Queries with unique names.
    /// - Throws: ``CorpusError``.
    package func queries() throws(CorpusError) -> [Query] {
        var corpus = Corpus([.path(queriesPath)])
        return try corpus.readAll().map { Query(id: $0.id.rawValue, text: $0.text) }
    }

    /// Reads the relevance judgements without interpreting them.
    ///
    /// - Returns: The text of `qrels.tsv` and its path.
    /// - Throws: ``CorpusError``.
    package func judgements() throws(CorpusError) -> Judgements {
        Judgements(path: judgementsPath, text: try TextFile.contents(ofFile: judgementsPath).string)
    }

    /// The path of a file of embeddings, or `nil` where the collection has none.
    ///
    /// - Parameter file: Which one.
    /// - Returns: The path of an existing file.
    package func pathIfPresent(of file: EmbeddingFile) -> String? {
        let path = Self.path(of: file.rawValue, in: folder)
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// The path of a file of embeddings that must be there.
    ///
    /// - Parameter file: Which one.
    /// - Returns: The path of an existing file.
    /// - Throws: ``CorpusError`` with the code `notFound`, which names the file and its format.
    package func path(of file: EmbeddingFile) throws(CorpusError) -> String {
        let path = Self.path(of: file.rawValue, in: folder)
        try Self.require(path, "expected \(file.rawValue): a NumPy array of \(file.format)")
        return path
    }

    private static func path(of name: String, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    private static func require(_ path: String, _ expectation: String) throws(CorpusError) {
        if !FileManager.default.fileExists(atPath: path) {
            throw CorpusError(.notFound, file: path, "no such file; \(expectation)")
        }
    }
}
