// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Turns texts into vectors on this processor: one for each text, or one for each of its tokens.
///
/// A model is a folder as models of BERT's family are published: `config.json`, `model.safetensors`, and `tokenizer.json` or
/// `vocab.txt`. Pooling, the longest text and the prefixes of queries and passages come from the folder too and may be changed.
///
/// ```swift
/// let encoder = try TextEncoder(modelFolder: "models/all-MiniLM-L6-v2")
/// let vectors = encoder.embed(["the cat sat on the mat", "a dog in the fog"])
/// let rows = encoder.embedTokens(["which animal sat?"], as: .query)
/// ```
///
/// A text has the same vector alone, in any batch and on any number of threads.
public struct TextEncoder: Sendable {
    /// The model's shape.
    public let configuration: EncoderConfiguration

    /// How the weights are held.
    public let precision: WeightPrecision

    /// The model's tokenizer.
    public let tokenizer: WordPieceTokenizer

    /// How states become one vector.
    public var pooling: Pooling

    /// Whether pooled vectors are scaled to length 1, so that a dot product is a cosine.
    public var normalizes: Bool

    /// The most tokens of a text that are read at once, the two special ones included; from 2 to the number of places.
    public var maximumTokenCount: Int {
        didSet {
            precondition(
                (2...configuration.maximumPositionCount).contains(maximumTokenCount),
                "\(maximumTokenCount) tokens; the model takes 2...\(configuration.maximumPositionCount)")
        }
    }

    /// What happens to longer texts.
    public var longTexts = LongTextPolicy.truncate

    /// What is put in front of texts by their role; by default what the model's folder says.
    public var prefixes: [TextRole: String]

    let encoder: Encoder

    /// The hash of the file of weights.
    let weightsHash: UInt64

    /// Loads a model.
    ///
    /// - Parameters:
    ///   - path: The model's folder.
    ///   - precision: How to hold the weights.
    /// - Throws: ``TextEmbeddingsError``, naming the file and what is wrong with it.
    /// - Complexity: O(weights): they are read once, checked and packed for the kernels.
    public init(modelFolder path: String, precision: WeightPrecision = .float32) throws(TextEmbeddingsError) {
        let folder = try ModelFolder(path)
        let file = path + "/model.safetensors"
        let weights = try SafetensorsFile(path: file)
        do {
            encoder = try Encoder(weights, configuration: folder.configuration, precision: precision)
        } catch {
            throw error.naming(file)
        }
        weightsHash = weights.hash()
        configuration = folder.configuration
        self.precision = precision
        tokenizer = folder.tokenizer
        pooling = folder.pooling
        normalizes = folder.normalizes
        maximumTokenCount = folder.maximumTokenCount
        prefixes = folder.prefixes
    }

    /// The number of dimensions of a pooled vector.
    public var dimension: Int { configuration.hiddenSize }

    /// The number of dimensions of a token vector.
    public var tokenDimension: Int { encoder.tokenProjection?.outputs ?? configuration.hiddenSize }

    /// The bytes that the weights take in memory.
    public var weightBytes: Int { encoder.byteCount }
}
