// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore
import TextEmbeddings
import VDRMaxSim

/// What a document is found by.
struct DocumentVectors {
    /// Its chunks, each with the vector of its text.
    var chunks: [IndexedChunk]

    /// The vectors of the tokens of all chunks, where they are wanted.
    var tokens: MultiVector?
}

/// Embeds documents, and queries in the same way.
struct DocumentEmbedder {
    private let encoder: TextEncoder
    private let threads: Int
    private let tokens: TokenUse
    private let chunker: WindowChunker?
    private var projection: TokenProjection?

    /// What becomes of the vectors of tokens.
    enum TokenUse {
        /// There are none.
        case none
        /// They are projected as the first documents decide, and the projection is kept in a folder.
        case stored(TokenVectorFolder)
        /// They are projected as the first documents decide.
        case transient
    }

    /// The most dimensions of a token's vector that are kept, as in ColBERT.
    private static let tokenDimension = 128

    /// Takes a model.
    ///
    /// - Parameters:
    ///   - encoder: The model.
    ///   - window: How long documents are cut into chunks; `nil` to cut them off at the model's window.
    ///   - threads: The most threads that compute at once.
    ///   - tokens: What becomes of the vectors of tokens.
    /// - Throws: `MaxSimError` where the projection cannot be read.
    init(_ encoder: TextEncoder, window: ChunkWindow?, threads: Int = 1, tokens: TokenUse = .none) throws {
        self.encoder = encoder
        chunker = window.map { WindowChunker(encoder, $0) }
        self.threads = threads
        self.tokens = tokens
        if case .stored(let folder) = tokens { projection = try folder.projection.read() }
    }

    /// The number of dimensions of a token's vector in the index.
    var storedDimension: Int { projection?.dimension ?? min(encoder.tokenDimension, Self.tokenDimension) }

    /// Embeds documents.
    ///
    /// The first documents of an index, about a million bytes of text, decide its projection.
    ///
    /// - Parameters:
    ///   - documents: The documents.
    ///   - progress: Called after each pass.
    /// - Returns: A value for each document.
    /// - Throws: What `progress` throws, `CancellationError`, or an error of the projection.
    mutating func embed(
        _ documents: [Document], progress: @Sendable (EmbeddingProgress) throws -> Void = { _ in }
    ) async throws -> [DocumentVectors] {
        let chunks = try documents.map { try self.chunks(of: $0) }
        let texts = chunks.flatMap { $0.map(\.text) }
        if case .none = tokens {
            let vectors = try await encoder.embed(texts, threads: threads, progress: progress)
            return Self.documents(chunks, vectors)
        }
        let vectors = try await encoder.embedPooledAndTokens(texts, threads: threads, progress: progress)
        let endToken = encoder.tokenizer.endToken
        let kept = zip(vectors, chunks.joined()).map { vectors, chunk in
            vectors.tokens.droppingPunctuation(of: chunk.text).filtered { chunk.owns($0, $1, endToken: endToken) }
        }
        if projection == nil, encoder.tokenDimension > Self.tokenDimension { try fitProjection(on: kept) }
        var result = Self.documents(chunks, vectors.map(\.pooled))
        var end = 0
        for document in result.indices {
            let start = end
            end += chunks[document].count
            result[document].tokens = try stored(kept[start..<end])
        }
        return result
    }

    private func chunks(of document: Document) throws -> [DocumentChunk] {
        guard let chunker else { return [DocumentChunk(whole: document)] }
        return try chunker.chunks(of: document)
    }

    /// Gives each chunk its vector.
    private static func documents(_ chunks: [[DocumentChunk]], _ vectors: [[Float]]) -> [DocumentVectors] {
        var rows = zip(chunks.joined(), vectors).map { IndexedChunk($0.chunk, embedding: $1) }[...]
        var result: [DocumentVectors] = []
        for parts in chunks {
            result.append(DocumentVectors(chunks: Array(rows.prefix(parts.count))))
            rows = rows.dropFirst(parts.count)
        }
        return result
    }

    /// The vector of a query.
    func embedQuery(_ text: String) -> [Float] { encoder.embed([text], as: .query)[0] }

    /// The vectors of a query's tokens, as they are compared with those of the index, and the text of each token.
    func embedQueryTokens(_ text: String) throws -> (vectors: MultiVector, words: [String]) {
        let tokens = encoder.embedTokens([text], as: .query)[0]
        return (try stored([tokens]), tokens.offsets.map { text.token($0) })
    }

    /// The tokens of a document that the index has vectors of, in the order of those.
    func storedTokens(of document: Document) throws -> [StoredToken] {
        var result: [StoredToken] = []
        for chunk in try chunks(of: document) {
            let tokens = encoder.tokens(of: chunk.text)
            for place in tokens.placesWithoutPunctuation(of: chunk.text) {
                let range = tokens.offsets[place]
                guard chunk.owns(tokens.tokens[place], range, endToken: encoder.tokenizer.endToken) else { continue }
                result.append(StoredToken(text: chunk.text.token(range), chunk: chunk.chunk))
            }
        }
        return result
    }

    /// Fits the projection, and keeps it where token vectors are kept.
    private mutating func fitProjection(on vectors: [TokenVectors]) throws {
        if case .stored(let folder) = tokens, try MultiVectorIndex(openingAt: folder.pages).count > 0 {
            throw MaxSimError(
                .corruptedIndex,
                "\(folder.pages) holds vectors whose projection is gone; index again without --update")
        }
        let fitted = try TokenProjection(fitting: vectors, dimension: Self.tokenDimension)
        if case .stored(let folder) = tokens { try folder.projection.write(fitted) }
        projection = fitted
    }

    /// The vectors of a text's parts as one value.
    private func stored(_ parts: some Collection<TokenVectors>) throws(MaxSimError) -> MultiVector {
        let rows = parts.map { projection?.project($0) ?? $0 }
        return try MultiVector(Array(rows.map(\.values).joined()), dimension: rows.first?.dimension ?? storedDimension)
    }
}

/// A token that late interaction has a vector of.
struct StoredToken {
    /// Its text.
    let text: String

    /// The chunk that it was read in.
    let chunk: Chunk
}

extension String {
    /// The text of a token by its bytes in UTF-8; a special token stands for the whole text.
    fileprivate func token(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "(text)" }
        return String(decoding: utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    }
}
#endif
