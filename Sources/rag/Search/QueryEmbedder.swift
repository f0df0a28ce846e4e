// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RAGCore
import VDRMaxSim
import _VectorMath

/// Where the vector of a query comes from.
struct QueryEmbeddingOptions: ParsableArguments {
    @OptionGroup var encoder: EncoderOptions

    @Option(
        help: ArgumentHelp(
            "Take the query's vector from an array (.npy) instead of a model; in mode vdr every row is a token.",
            valueName: "file"))
    var vector: String?

    @Option(help: ArgumentHelp("The row of the array, counted from 0.", valueName: "number"))
    var row: Int?

    func validate() throws {
        guard vector != nil || row == nil else { throw ValidationError("--row belongs to --vector.") }
        guard row ?? 0 >= 0 else { throw ValidationError("--row is \(row ?? 0); rows are counted from 0.") }
        guard vector == nil || !encoder.isGiven else {
            throw ValidationError("--vector takes the place of a model; leave out --model and --precision.")
        }
    }
}

/// Turns queries into vectors: by the model that an index names, or from a file.
struct QueryEmbedder {
    /// Which token vectors belong to the index, where it has any.
    let tokenVectors: TokenVectorFolder?

    private let model: DocumentEmbedder?
    private let file: (array: NumPyArray, path: String, row: Int?)?

    /// Makes ready for a mode; `nil` where it needs no vector.
    ///
    /// - Parameters:
    ///   - options: Where vectors come from.
    ///   - snapshot: The index.
    ///   - index: Its folder.
    ///   - mode: How it is searched.
    /// - Throws: ``CommandFailure`` where the index cannot be searched so, or its model is not there; or
    ///   `TextEmbeddingsError`.
    init?(_ options: QueryEmbeddingOptions, snapshot: IndexSnapshot, index: String, mode: SearchMode) throws {
        guard mode != .sparse else { return nil }
        guard snapshot.dimension != nil else {
            throw CommandFailure(
                description:
                    "\(index) was made without embeddings, which mode \(mode.rawValue) needs; index again with "
                    + "--embed, or search in mode sparse", status: .usage)
        }
        let known = IndexedModel(annotations: snapshot.configuration.annotations)
        tokenVectors = known?.tokenVectors.map { TokenVectorFolder($0, in: index) }
        guard mode != .vdr || tokenVectors != nil else {
            throw CommandFailure(
                description: "\(index) was made without vectors of tokens, which mode vdr needs; index again with "
                    + "--multi-vector, or search in mode hybrid", status: .usage)
        }
        if let path = options.vector {
            file = (try NumPyFile.read(path), path, options.row)
            model = nil
            return
        }
        file = nil
        if let known {
            let encoder = try known.encoder(options.encoder, index: index)
            let tokens = mode == .vdr ? tokenVectors : nil
            model = try DocumentEmbedder(
                encoder, window: known.window, tokens: tokens.map { .stored($0) } ?? .none)
        } else {
            guard options.encoder.model != nil else {
                throw CommandFailure(
                    description: "\(index) does not say which model made its embeddings; name it by --model, give the "
                        + "query's vector by --vector, or search in mode sparse", status: .usage)
            }
            model = try DocumentEmbedder(options.encoder.encoder(), window: nil)
        }
    }

    /// The vector of a query.
    func vector(of query: TextQuery) throws -> [Float] {
        guard let (array, path, row) = file else { return model?.embedQuery(query.wantedText) ?? [] }
        let width = array.shape.last ?? 0
        let rowCount = array.shape.count == 1 ? 1 : array.shape.first ?? 0
        guard (1...2).contains(array.shape.count), width > 0, (row ?? 0) < rowCount else {
            throw VectorMathError(
                .unexpectedArray, "\(path) has the shape \(array.shape) and no row \(row ?? 0) of a query's vector")
        }
        return Array(array.floats()[(row ?? 0) * width..<((row ?? 0) + 1) * width])
    }

    /// The vectors of a query's tokens and the text of each.
    func tokenVectors(of query: TextQuery) throws -> (vectors: MultiVector, words: [String]) {
        guard let (array, path, _) = file else {
            guard let model else { throw CommandFailure(description: "there is no model to embed the query with") }
            return try model.embedQueryTokens(query.wantedText)
        }
        guard array.shape.count == 2 else {
            throw VectorMathError(
                .unexpectedArray, "\(path) has the shape \(array.shape); expected [tokens, dimension]")
        }
        let vectors = try MultiVector(array.floats(), dimension: array.shape[1])
        return (vectors, (0..<vectors.rowCount).map { "row \($0)" })
    }

    /// The tokens of a document that the index has vectors of; `nil` where no model is there to say them.
    func storedTokens(of document: Document) throws -> [StoredToken]? { try model?.storedTokens(of: document) }
}

extension TextQuery {
    /// What is looked for as plain text, without operators and what is excluded: what a model reads.
    fileprivate var wantedText: String {
        clauses.compactMap { clause in
            guard clause.occurrence != .mustNot else { return nil }
            switch clause.matching {
            case .words(let text), .phrase(let text, _), .prefix(let text): return text
            }
        }.joined(separator: " ")
    }
}
#endif
