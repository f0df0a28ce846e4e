// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// Keeps embedded chunks and finds the nearest.
///
/// The laws, each tested by the `SearchBackendKit` of `PipelineConformance`:
///
/// - **X1** Writing an entry again replaces it.
/// - **X2** A search sees exactly the asked-for generation of each document and no other.
/// - **X3** Removing generations of a document removes all of their entries and nothing else.
/// - **X4** What was written is found by searches that begin afterwards.
public protocol SearchBackend: Sendable {
    /// Writes entries; those of a generation that is not published are invisible until searches ask for it.
    ///
    /// - Parameter entries: The entries.
    /// - Throws: ``PipelineError``; writing again is always safe.
    func write(_ entries: [SearchEntry]) async throws(PipelineError)

    /// Removes the entries of old generations of a document.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - generation: Entries of lower generations are removed.
    /// - Throws: ``PipelineError``.
    func remove(_ document: DocumentID, generationsBelow generation: Int) async throws(PipelineError)

    /// Finds the nearest entries.
    ///
    /// - Parameters:
    ///   - vector: What to be near to.
    ///   - visible: The generation to see of each document; others are invisible.
    ///   - limit: The most hits wanted.
    /// - Returns: Hits by falling dot product.
    /// - Throws: ``PipelineError``.
    func search(
        near vector: [Float], visible: [DocumentID: Int], limit: Int
    ) async throws(PipelineError) -> [ScoredHit<ChunkID>]
}

/// An embedded chunk of one generation of a document.
public struct SearchEntry: Hashable, Sendable {
    /// The chunk.
    public var chunk: ChunkID

    /// The document's generation that the chunk was made by.
    public var generation: Int

    /// The chunk's vector.
    public var vector: [Float]

    /// Describes an entry.
    ///
    /// - Parameters:
    ///   - chunk: The chunk.
    ///   - generation: The document's generation that the chunk was made by.
    ///   - vector: The chunk's vector.
    public init(chunk: ChunkID, generation: Int, vector: [Float]) {
        self.chunk = chunk
        self.generation = generation
        self.vector = vector
    }
}
