// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// The embeddings of the rows that were added since the last commit.
struct PendingVectors: Sendable {
    /// What the embeddings of the index are.
    private enum Kind: Sendable {
        /// The index is empty, and its first row decides.
        case undecided
        /// Rows have no embeddings.
        case none
        case field(VectorField)
    }

    private var kind: Kind
    private var values: [Float] = []

    /// Starts with nothing.
    ///
    /// - Parameters:
    ///   - field: What the embeddings of the index are, or `nil` where it holds and declares none.
    ///   - isEmpty: Whether the index holds no documents yet.
    init(_ field: VectorField?, isEmpty: Bool) {
        if let field {
            kind = .field(field)
        } else {
            kind = isEmpty ? .undecided : .none
        }
    }

    /// The rows to commit and what they are; `nil` where there are none.
    var rows: (field: VectorField, source: PendingRows)? {
        guard case .field(let field) = kind, !values.isEmpty else { return nil }
        return (field, PendingRows(values: values, dimension: field.dimension))
    }

    /// Refuses what ``append(_:of:)`` refuses.
    func check(_ embeddings: [[Float]?], of id: DocumentID) throws(HybridSearchError) {
        var kind = kind
        for embedding in embeddings { _ = try Self.prepared(embedding, &kind, of: id) }
    }

    /// Adds the embeddings of a document's rows: all, or none and an error.
    ///
    /// - Parameters:
    ///   - embeddings: The embedding of each row.
    ///   - id: The document, for errors.
    /// - Throws: A ``HybridSearchError`` of code `missingVector`, `dimensionMismatch`, `notFinite` or `zeroVector`.
    mutating func append(_ embeddings: [[Float]?], of id: DocumentID) throws(HybridSearchError) {
        var kind = kind
        var added: [Float] = []
        for embedding in embeddings { added += try Self.prepared(embedding, &kind, of: id) }
        self.kind = kind
        values += added
    }

    private static func prepared(
        _ embedding: [Float]?, _ kind: inout Kind, of id: DocumentID
    ) throws(HybridSearchError) -> [Float] {
        let name = "the embedding of '\(id)'"
        switch (kind, embedding) {
        case (.undecided, .none), (.none, .none):
            kind = .none
            return []
        case (.field, .none):
            throw HybridSearchError(
                .missingVector, "'\(id)' has no embedding; give one, as the index has one for every row")
        case (.none, .some):
            throw HybridSearchError(.missingVector, "'\(id)' has an embedding, but what is before it has none")
        case (.undecided, .some(let vector)):
            let field = try VectorField.implied(by: vector, of: name)
            kind = .field(field)
            return try field.prepared(vector, of: name)
        case (.field(let field), .some(let vector)):
            return try field.prepared(vector, of: name)
        }
    }
}
