// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Scores passages by the share of the query's words that they hold.
public struct WordOverlapReranker: Reranker {
    /// Creates a reranker.
    public init() {}

    /// Scores passages; see ``Reranker/score(_:for:)``.
    ///
    /// - Parameters:
    ///   - passages: The passages.
    ///   - query: The query.
    /// - Returns: A number from 0 to 1 for each passage, in order.
    /// - Throws: Never, though the seam allows it.
    public func score(_ passages: [String], for query: String) async throws(PipelineError) -> [Float] {
        let wanted = words(of: query)
        guard !wanted.isEmpty else { return passages.map { _ in 0 } }
        return passages.map { Float(wanted.intersection(words(of: $0)).count) / Float(wanted.count) }
    }

    private func words(of text: String) -> Set<String> {
        Set(text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init))
    }
}
