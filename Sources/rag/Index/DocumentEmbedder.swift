// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import RAGCore
import TextEmbeddings
import VDRMaxSim

/// What a document is found by beside its words.
struct DocumentVectors {
    /// The vector of its text.
    var pooled: [Float]

    /// The vectors of its tokens, where they are wanted.
    var tokens: MultiVector?
}

/// Embeds documents, and queries in the same way.
struct DocumentEmbedder {
    private let encoder: TextEncoder
    private let threads: Int
    private let tokens: TokenUse
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
    ///   - threads: The most threads that compute at once.
    ///   - tokens: What becomes of the vectors of tokens.
    /// - Throws: `MaxSimError` where the projection cannot be read.
    init(_ encoder: TextEncoder, threads: Int = 1, tokens: TokenUse = .none) throws {
        self.encoder = encoder
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
        let texts = documents.map(\.searchableText)
        if case .none = tokens {
            return try await encoder.embed(texts, threads: threads, progress: progress).map {
                DocumentVectors(pooled: $0)
            }
        }
        let vectors = try await encoder.embedPooledAndTokens(texts, threads: threads, progress: progress)
        let kept = zip(vectors, texts).map { $0.tokens.droppingPunctuation(of: $1) }
        if projection == nil, encoder.tokenDimension > Self.tokenDimension { try fitProjection(on: kept) }
        return try zip(vectors, kept).map { vectors, tokens in
            DocumentVectors(pooled: vectors.pooled, tokens: try stored(tokens))
        }
    }

    /// The vector of a query.
    func embedQuery(_ text: String) -> [Float] { encoder.embed([text], as: .query)[0] }

    /// The vectors of a query's tokens, as they are compared with those of the index, and the text of each token.
    func embedQueryTokens(_ text: String) throws -> (vectors: MultiVector, words: [String]) {
        let tokens = encoder.embedTokens([text], as: .query)[0]
        return (try stored(tokens), tokens.offsets.map { text.token($0) })
    }

    /// The text of each token of a document that the index has a vector of.
    func words(of document: Document) -> [String] {
        let text = document.searchableText
        let limit = encoder.longTexts == .truncate ? encoder.maximumTokenCount : .max
        let tokens = encoder.tokenizer.tokenize(text, maximumCount: limit)
        return tokens.placesWithoutPunctuation(of: text).map { text.token(tokens.offsets[$0]) }
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

    private func stored(_ tokens: TokenVectors) throws(MaxSimError) -> MultiVector {
        let rows = projection?.project(tokens) ?? tokens
        return try MultiVector(rows.values, dimension: rows.dimension)
    }
}

extension String {
    /// The text of a token by its bytes in UTF-8; a special token stands for the whole text.
    fileprivate func token(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "(text)" }
        return String(decoding: utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    }
}
#endif
