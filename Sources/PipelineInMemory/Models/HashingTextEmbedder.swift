// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Embeds texts without a model: each word votes for one of the dimensions.
///
/// This is feature hashing with a signed hash (Weinberger and others 2009, arXiv:0902.2206).
///
/// Texts that share words are near, so that a whole pipeline can be tried before a model is chosen.
public struct HashingTextEmbedder: TextEmbedder, MultiVectorEmbedder {
    /// The number of dimensions of every vector.
    public let dimension: Int

    /// The most inputs of one call.
    public let maximumBatchCount = 256

    /// Creates an embedder.
    ///
    /// - Parameter dimension: The number of dimensions, at least 1.
    public init(dimension: Int = 64) {
        precondition(dimension >= 1, "a vector has at least 1 dimension")
        self.dimension = dimension
    }

    /// Embeds texts; see ``TextEmbedder/embed(_:as:)``.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: Makes no difference.
    /// - Returns: A vector of length 1 for each text; of length 0 for a text without words.
    /// - Throws: ``PipelineError`` with the code `payloadTooLarge` for more texts than the limit.
    public func embed(_ texts: [String], as role: EmbeddingRole) async throws(PipelineError) -> [[Float]] {
        try checkCount(texts.count)
        return texts.map { vector(of: words(of: $0)) }
    }

    /// Embeds queries, a vector for each word; see ``MultiVectorEmbedder/embed(queries:)``.
    ///
    /// - Parameter queries: The queries.
    /// - Returns: One value for each query, in order.
    /// - Throws: ``PipelineError`` with the code `payloadTooLarge` for more queries than the limit.
    public func embed(queries: [String]) async throws(PipelineError) -> [MultiVectorEmbedding] {
        try checkCount(queries.count)
        return queries.map { query in
            let words = words(of: query)
            return MultiVectorEmbedding(
                dimension: dimension, elements: (words.isEmpty ? [""] : words).flatMap { vector(of: [$0]) })
        }
    }

    /// Embeds pages by the text in their bytes; see ``MultiVectorEmbedder/embed(pages:)``.
    ///
    /// - Parameter pages: The pages.
    /// - Returns: One value for each page, in order.
    /// - Throws: ``PipelineError`` with the code `payloadTooLarge` for more pages than the limit.
    public func embed(pages: [PageImage]) async throws(PipelineError) -> [MultiVectorEmbedding] {
        try await embed(queries: pages.map { String(decoding: $0.bytes, as: UTF8.self) })
    }

    private func checkCount(_ count: Int) throws(PipelineError) {
        guard count <= maximumBatchCount else {
            throw PipelineError(
                .payloadTooLarge, "\(count) inputs are more than \(maximumBatchCount); send fewer at once")
        }
    }

    private func words(of text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    private func vector(of words: [String]) -> [Float] {
        var vector = [Float](repeating: 0, count: dimension)
        for word in words {
            // FNV-1a: the same in every process, unlike Hasher.
            let hash = word.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
            vector[Int(hash % UInt64(dimension))] += hash >> 63 == 0 ? 1 : -1
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}
