// SPDX-License-Identifier: Apache-2.0

/// Turns texts into vectors, one each.
///
/// - **E1** It answers with one vector for each text, in order.
/// - **E2** Every vector has the declared number of dimensions and is finite.
/// - **E3** The same text in the same role gives the same vector, alone or in a batch.
/// - **E4** More texts than the declared limit fail with ``PipelineError/Code/payloadTooLarge``.
public protocol TextEmbedder: Sendable {
    /// The number of dimensions of every vector.
    var dimension: Int { get }

    /// The most texts of one call.
    var maximumBatchCount: Int { get }

    /// Embeds texts.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: Whether they are searched for or searched in.
    /// - Returns: `texts.count` vectors of ``dimension`` numbers.
    /// - Throws: ``PipelineError``.
    func embed(_ texts: [String], as role: EmbeddingRole) async throws(PipelineError) -> [[Float]]
}

/// What an embedded text is for; some models treat the two differently.
public enum EmbeddingRole: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is searched for.
    case query
    /// It is searched in.
    case passage
}
