// SPDX-License-Identifier: Apache-2.0

/// Turns queries and page images into several vectors each, for late interaction.
///
/// The laws E1 to E4 of ``TextEmbedder`` hold, with at least one vector for each input.
public protocol MultiVectorEmbedder: Sendable {
    /// The number of dimensions of every vector.
    var dimension: Int { get }

    /// The most inputs of one call.
    var maximumBatchCount: Int { get }

    /// Embeds queries, about one vector for each token.
    ///
    /// - Parameter queries: The queries.
    /// - Returns: One value for each query, in order.
    /// - Throws: ``PipelineError``.
    func embed(queries: [String]) async throws(PipelineError) -> [MultiVectorEmbedding]

    /// Embeds page images, about one vector for each patch.
    ///
    /// - Parameter pages: The images.
    /// - Returns: One value for each page, in order.
    /// - Throws: ``PipelineError``.
    func embed(pages: [PageImage]) async throws(PipelineError) -> [MultiVectorEmbedding]
}

/// Several vectors of one thing.
public struct MultiVectorEmbedding: Hashable, Sendable {
    /// The number of dimensions of each vector.
    public var dimension: Int

    /// The vectors one after the other: `count` rows of ``dimension`` numbers.
    public var elements: [Float]

    /// Holds vectors.
    ///
    /// - Parameters:
    ///   - dimension: The number of dimensions of each vector.
    ///   - elements: The vectors one after the other.
    /// - Precondition: The number of elements is a multiple of the dimension.
    public init(dimension: Int, elements: [Float]) {
        precondition(
            dimension > 0 && elements.count.isMultiple(of: dimension),
            "\(elements.count) elements are no rows of \(dimension)")
        self.dimension = dimension
        self.elements = elements
    }

    /// The number of vectors.
    public var count: Int { elements.count / dimension }
}
