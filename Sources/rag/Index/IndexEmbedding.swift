// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import TextEmbeddings
import VDRMaxSim

/// How the documents of a run are embedded: as the command asks, or as the index that is updated was before.
struct IndexEmbedding {
    /// The model, as the index keeps it.
    let model: IndexedModel

    private let encoder: TextEncoder
    private let threads: Int
    private let folder: TokenVectorFolder?

    /// Decides how to embed; `nil` where nothing is embedded.
    ///
    /// - Parameters:
    ///   - command: What was asked for.
    ///   - existing: The index that is updated, or `nil` for a new one.
    /// - Throws: ``CommandFailure`` where the model is not there or the index was made otherwise; `TextEmbeddingsError`.
    init?(_ command: IndexCommand, existing: ExistingIndex?) throws {
        threads = command.encoder.threads
        guard let existing else {
            guard command.embed || command.multiVector else { return nil }
            let (encoder, location) = try command.encoder.loaded()
            let number = (TokenVectorFolder.numbers(in: command.index).max() ?? 0) + 1
            model = IndexedModel(
                encoder, at: location, window: try ChunkWindow(of: encoder, overlap: command.chunkOverlap),
                tokenVectors: command.multiVector ? number : nil)
            self.encoder = encoder
            folder = command.multiVector ? TokenVectorFolder(number, in: command.index) : nil
            return
        }
        guard let model = existing.model else {
            guard command.embed || command.multiVector || command.encoder.isGiven || existing.hasEmbeddings else {
                return nil
            }
            throw CommandFailure(
                description: existing.hasEmbeddings
                    ? "\(command.index) does not say which model made its embeddings; index again without --update"
                    : "\(command.index) was made without embeddings; to have them, index again without --update")
        }
        guard let window = model.window else {
            throw CommandFailure(
                description: "\(command.index) has one vector a document, however long; to have one for each chunk, "
                    + "index again without --update")
        }
        guard command.chunkOverlap == nil || command.chunkOverlap == window.overlap else {
            throw CommandFailure(
                description: "\(command.index) was made with chunks that overlap by \(window.overlap) tokens; to have "
                    + "others, index again without --update")
        }
        guard !command.multiVector || model.tokenVectors != nil else {
            throw CommandFailure(
                description: "\(command.index) was made without vectors of tokens; to have them, index again without "
                    + "--update")
        }
        encoder = try model.encoder(command.encoder, index: command.index)
        folder = model.tokenVectors.map { TokenVectorFolder($0, in: command.index) }
        self.model = model
    }

    /// Opens or makes the store of token vectors, where there is one.
    func tokenVectorStore() throws -> TokenVectorStore? {
        guard let folder else { return nil }
        return try TokenVectorStore(folder, dimension: try embedder().storedDimension)
    }

    /// Makes ready to embed.
    func embedder() throws -> DocumentEmbedder {
        try DocumentEmbedder(
            encoder, window: model.window, threads: threads, tokens: folder.map { .stored($0) } ?? .none)
    }
}
#endif
