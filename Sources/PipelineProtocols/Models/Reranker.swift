// SPDX-License-Identifier: Apache-2.0

/// Scores passages against a query more carefully than a search can.
///
/// - **K1** It answers with one finite score for each passage, in order; higher is better.
/// - **K2** The score of a passage does not depend on the others.
public protocol Reranker: Sendable {
    /// Scores passages.
    ///
    /// - Parameters:
    ///   - passages: The passages.
    ///   - query: The query.
    /// - Returns: One score for each passage, in order.
    /// - Throws: ``PipelineError``.
    func score(_ passages: [String], for query: String) async throws(PipelineError) -> [Float]
}
