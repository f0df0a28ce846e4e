// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// How relevant each judged document is to each query: the "qrels" of a test collection.
///
/// Grade 0 says "judged, and not relevant", 1 and above "relevant", the higher the more so. A negative grade says that
/// the document was pooled but not judged (or is spam): no metric gives it a gain, and bpref passes over it as over a
/// document that was never judged. A document without a grade counts as not relevant.
///
/// ```swift
/// let judgements: Judgements = ["q1": ["manual.pdf": 2, "notes.md": 0]]
/// ```
public struct Judgements: Hashable, Sendable {
    /// The grades by query and document.
    public var grades: [QueryID: [DocumentID: Int]]

    /// Creates judgements from grades.
    ///
    /// - Parameter grades: The grades by query and document.
    public init(_ grades: [QueryID: [DocumentID: Int]] = [:]) {
        self.grades = grades
    }

    /// The judged queries, ascending.
    ///
    /// - Complexity: O(n log n) for n queries.
    public var queries: [QueryID] { grades.keys.sorted() }

    /// The grade of a document for a query, or `nil` where it was not judged.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - document: The document.
    public subscript(query: QueryID, document: DocumentID) -> Int? { grades[query]?[document] }

    /// Whether some document of a query reaches a grade.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - level: The lowest grade that counts as relevant.
    /// - Returns: `false` also for a query without judgements.
    /// - Complexity: O(n) for n judged documents of the query.
    public func hasRelevantDocument(for query: QueryID, level: Int = 1) -> Bool {
        grades[query]?.values.contains { $0 >= level } ?? false
    }
}

extension Judgements: ExpressibleByDictionaryLiteral {
    /// Creates judgements from a literal; of a query given twice the last value counts.
    ///
    /// - Parameter elements: Queries and the grades of their documents.
    public init(dictionaryLiteral elements: (QueryID, [DocumentID: Int])...) {
        self.grades = Dictionary(elements, uniquingKeysWith: { _, last in last })
    }
}

extension Judgements {
    /// Reads a TREC qrels file: lines of `query iteration document grade`.
    ///
    /// Columns are separated by tabs or blanks; the second column, by custom 0, is not used. Lines of blanks alone are
    /// passed over, and lines may end with LF or CRLF. A document judged twice for one query is refused even where both
    /// grades agree, as trec_eval does: such a file was put together wrongly.
    ///
    /// - Parameter text: The whole file.
    /// - Throws: `malformedLine`, `invalidGrade` or `duplicateJudgement` with the line, or `emptyText`.
    /// - Complexity: O(n) for n bytes.
    public init(parsing text: String) throws(RetrievalEvaluationError) {
        var grades: [QueryID: [DocumentID: Int]] = [:]
        try FieldedLine.forEach(of: text, columns: ["query", "0", "document", "grade"]) {
            (line) throws(RetrievalEvaluationError) in
            let (query, document) = (QueryID(String(line.fields[0])), DocumentID(String(line.fields[2])))
            guard let grade = Int(line.fields[3]) else {
                throw RetrievalEvaluationError(
                    .invalidGrade,
                    line: line.number,
                    "expected a whole number as grade, found \"\(line.fields[3])\""
                )
            }
            guard grades[query, default: [:]].updateValue(grade, forKey: document) == nil else {
                throw RetrievalEvaluationError(
                    .duplicateJudgement,
                    line: line.number,
                    "expected one grade per document, but \(document) is judged twice for query \(query)"
                )
            }
        }
        self.grades = grades
    }
}
