// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
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

    @Option(help: ArgumentHelp("For --encoder: the most threads that embed at once.", valueName: "count"))
    var threads = 1

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give at least 1.") }
        guard encoder != nil || (encoderPrecision == nil && threads == 1) else {
            throw ValidationError("--encoder-precision and --threads belong to --encoder.")
        }
    }

    /// Embeds a collection, if that was asked for.
    func encode(_ collection: CollectionRun, tokens: Bool) async throws -> EncodedCollection? {
        guard let encoder else { return nil }
        let location = try ModelLocation(naming: encoder)
        let model = try TextEncoder(modelFolder: location.folder, precision: encoderPrecision ?? .float32)
        return try await EncodedCollection(
            collection, by: model, named: location.name, threads: threads, tokens: tokens)
    }
}

/// The documents and queries of a collection, embedded by a model on this machine as an index would embed them.
struct EncodedCollection {
    /// A vector for each document.
    let documents: EmbeddingRows

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
    ///   - threads: The most threads that compute at once.
    ///   - tokens: Whether tokens have vectors too.
    /// - Throws: `MaxSimError`, or `CancellationError` once the task is cancelled.
    init(
        _ collection: CollectionRun, by encoder: TextEncoder, named name: String, threads: Int, tokens: Bool
    ) async throws {
        var embedder = try DocumentEmbedder(encoder, threads: threads, tokens: tokens ? .transient : .none)
        let meter = ProgressMeter(
            totalBytes: collection.documents.reduce(0) { $0 + $1.text.utf8.count }, countsTokens: true)
        var pooled: [[Float]] = []
        var rows: MultiVectorBatch?
        var block = DocumentBlock(readsWholeTexts: false)
        var bytes = 0
        for (number, document) in collection.documents.enumerated() {
            block.append(document)
            bytes += document.text.utf8.count
            guard block.isFull || number + 1 == collection.documents.count else { continue }
            meter.beginBlock(endingAt: bytes)
            let vectors = try await embedder.embed(block.removeAll()) { meter.show($0) }
            meter.endBlock(documents: number + 1)
            pooled += vectors.map(\.pooled)
            guard tokens else { continue }
            let batch = try MultiVectorBatch(vectors.compactMap(\.tokens))
            if rows == nil { rows = batch } else { try rows?.append(contentsOf: batch) }
        }
        meter.clear()
        time = meter.elapsed
        tokenCount = meter.tokens
        documents = EmbeddingRows(pooled, source: name)
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
