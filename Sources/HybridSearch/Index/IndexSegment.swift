// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// The documents of one commit with the components that search them; never changes.
struct IndexSegment: Sendable {
    /// The identity of the analyser that made ``lexical``.
    let analyzerIdentity: String

    /// The documents; a row is a place in this array.
    let documents: [Document]

    /// The inverted index over the documents' searchable text.
    let lexical: LexicalSegment

    /// The documents' embeddings, where they have any.
    let dense: DenseSegment?
}
