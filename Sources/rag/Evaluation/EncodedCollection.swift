// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RAGCore
import TextEmbeddings
import VDRMaxSim
import _CorpusFiles

/// Whether and how a collection is embedded before it is measured.
struct CollectionEncoding: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Embed the collection by this model, a folder or the name of a fetched one, instead of reading its embeddings.",
            valueName: "model"))
    var encoder: String?

    @Option(help: "For --encoder: how weights are held: fp32 or int8.")
    var encoderPrecision: WeightPrecision?

    @Flag(
        help: """
            For --encoder: cut documents into chunks as rag index does. Otherwise each has one vector, and is cut off at the \
            model's window, as published measurements do.
            """)
    var chunks = false

    @Option(
        help: ArgumentHelp(
            "For --chunks: the tokens that a chunk repeats of the one before it. By default an eighth of the model's window.",
            valueName: "tokens"))
    var chunkOverlap: Int?

    @Option(help: ArgumentHelp("For --encoder: the most threads that embed at once.", valueName: "count"))
    var threads = 1

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give at least 1.") }
        guard encoder != nil || (encoderPrecision == nil && threads == 1 && !chunks) else {
            throw ValidationError("--encoder-precision, --chunks and --threads belong to --encoder.")
        }
        guard chunks || chunkOverlap == nil else { throw ValidationError("--chunk-overlap belongs to --chunks.") }
        if let chunkOverlap, chunkOverlap < 0 {
            throw ValidationError("--chunk-overlap is \(chunkOverlap); give 0 or more.")
        }
    }

    /// Embeds a collection, if that was asked for.
    func encode(_ collection: CollectionRun, tokens: Bool) async throws -> EncodedCollection? {
        guard let encoder else { return nil }
        let location = try ModelLocation(naming: encoder)
        let model = try TextEncoder(modelFolder: location.folder, precision: encoderPrecision ?? .float32)
        return try await EncodedCollection(
            collection, by: model, named: location.name,
            window: chunks ? ChunkWindow(of: model, overlap: chunkOverlap) : nil, threads: threads, tokens: tokens)
    }
}

/// The documents and queries of a collection, embedded by a model on this machine as an index would embed them.
struct EncodedCollection {
    /// The chunks of each document, with their vectors.
    let documents: [[IndexedChunk]]

    /// A vector for each query.
    let queries: EmbeddingRows

    /// The tokens of all documents.
    let tokenCount: Int

    /// What embedding the documents took.
    let time: Duration

    private let documentTokens: MultiVectorBatch?
    private let queryTokens: MultiVectorBatch?

    /// Embeds a collection.
    ///
    /// - Parameters:
    ///   - collection: Documents and queries.
    ///   - encoder: The model.
    ///   - name: Its name, for errors.
    ///   - window: How documents are cut into chunks; `nil` for one vector a document.
    ///   - threads: The most threads that compute at once.
    ///   - tokens: Whether tokens have vectors too.
    /// - Throws: `MaxSimError`, or `CancellationError` once the task is cancelled.
    init(
        _ collection: CollectionRun, by encoder: TextEncoder, named name: String, window: ChunkWindow?, threads: Int,
        tokens: Bool
    ) async throws {
        var embedder = try DocumentEmbedder(
            encoder, window: window, threads: threads, tokens: tokens ? .transient : .none)
        let meter = ProgressMeter(
            totalBytes: collection.documents.reduce(0) { $0 + $1.text.utf8.count }, countsTokens: true)
        var documents: [[IndexedChunk]] = []
        var rows: MultiVectorBatch?
        var block = DocumentBlock(readsWholeTexts: window != nil)
        var bytes = 0
        for (number, document) in collection.documents.enumerated() {
            block.append(document)
            bytes += document.text.utf8.count
            guard block.isFull || number + 1 == collection.documents.count else { continue }
            meter.beginBlock(endingAt: bytes)
            let vectors = try await embedder.embed(block.removeAll()) { meter.show($0) }
            meter.endBlock(documents: number + 1)
            documents += vectors.map(\.chunks)
            guard tokens else { continue }
            let batch = try MultiVectorBatch(vectors.compactMap(\.tokens))
            if rows == nil { rows = batch } else { try rows?.append(contentsOf: batch) }
        }
        meter.clear()
        time = meter.elapsed
        tokenCount = meter.tokens
        self.documents = documents
        queries = EmbeddingRows(collection.queries.map { embedder.embedQuery($0.text) }, source: name)
        documentTokens = rows
        queryTokens =
            tokens
            ? try MultiVectorBatch(collection.queries.map { try embedder.embedQueryTokens($0.text).vectors }) : nil
    }

    /// The collection's late interaction; `nil` where tokens were not embedded.
    func lateInteraction(_ options: LateInteractionOptions) throws -> LateInteractionRun? {
        guard let documentTokens, let queryTokens else { return nil }
        return try LateInteractionRun(documents: documentTokens, queries: queryTokens, options: options)
    }
}
#endif
