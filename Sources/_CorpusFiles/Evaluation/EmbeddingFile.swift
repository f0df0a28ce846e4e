// SPDX-License-Identifier: Apache-2.0

/// A file of precomputed embeddings in a test collection: NumPy's `.npy` format, little-endian, C order.
///
/// Row *i* of a dense file belongs to line *i* of `documents.jsonl` or `queries.jsonl`. Multi-vector files hold the token
/// vectors of all lines one after the other; line *i* owns the rows `offsets[i] ..< offsets[i + 1]`.
package enum EmbeddingFile: String, CaseIterable, Hashable, Sendable {
    /// One vector per document.
    case denseDocuments = "dense.documents.f32.npy"
    /// One vector per query.
    case denseQueries = "dense.queries.f32.npy"
    /// Token vectors of documents, quantised.
    case multiDocumentsQuantized = "multi.documents.i8.npy"
    /// The factor that makes each quantised token vector a vector of length about 1 again.
    case multiDocumentScales = "multi.documents.scale.f16.npy"
    /// Token vectors of documents, not quantised.
    case multiDocuments = "multi.documents.f32.npy"
    /// Where the token vectors of each document start.
    case multiDocumentOffsets = "multi.documents.offsets.i32.npy"
    /// Token vectors of queries.
    case multiQueries = "multi.queries.f16.npy"
    /// Where the token vectors of each query start.
    case multiQueryOffsets = "multi.queries.offsets.i32.npy"

    /// The array in the file: its element type and shape.
    package var format: String {
        switch self {
        case .denseDocuments: "float32, documents x dimension"
        case .denseQueries: "float32, queries x dimension"
        case .multiDocumentsQuantized: "int8, document tokens x dimension"
        case .multiDocumentScales: "float16, document tokens"
        case .multiDocuments: "float32, document tokens x dimension"
        case .multiDocumentOffsets: "int32, documents + 1"
        case .multiQueries: "float16, query tokens x dimension"
        case .multiQueryOffsets: "int32, queries + 1"
        }
    }
}
