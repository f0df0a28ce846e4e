// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The weights of a whole model: from tokens to their last states.
///
/// Devlin et al. 2018, arXiv 1810.04805.
struct Encoder: Sendable {
    let configuration: EncoderConfiguration
    let embeddings: EmbeddingTable
    let embeddingNorm: LayerNorm
    let layers: [EncoderLayer]
    let attention: Attention
    let activation: LinearLayer.Activation

    /// A linear layer behind the last one that makes token vectors, as ColBERT has it (Khattab and Zaharia 2020, arXiv
    /// 2004.12832), or `nil`.
    let tokenProjection: LinearLayer?

    /// Reads a model.
    ///
    /// - Parameters:
    ///   - weights: The model's weights, under BERT's names with or without `bert.` in front.
    ///   - configuration: The model's shape.
    ///   - precision: How to hold the weights of the layers; embeddings stay in single precision.
    /// - Throws: ``TextEmbeddingsError`` with the code `unexpectedTensor`, `notFinite` or `unsupportedModel`.
    init(
        _ weights: SafetensorsFile, configuration: EncoderConfiguration, precision: WeightPrecision
    ) throws(TextEmbeddingsError) {
        let word = "embeddings.word_embeddings.weight"
        let prefix = ["", "bert.", "model.", "0.auto_model."].first { weights.shape(of: $0 + word) != nil } ?? ""
        let hidden = configuration.hiddenSize
        self.configuration = configuration
        let kinds = try weights.floats(
            prefix + "embeddings.token_type_embeddings.weight", shape: [configuration.kindCount, hidden])
        embeddings = EmbeddingTable(
            tokens: try weights.floats(prefix + word, shape: [configuration.vocabularySize, hidden]),
            places: try weights.floats(
                prefix + "embeddings.position_embeddings.weight", shape: [configuration.maximumPositionCount, hidden]),
            kind: Array(kinds[..<hidden]))
        embeddingNorm = try weights.layerNorm(prefix + "embeddings.LayerNorm", configuration)
        var layers: [EncoderLayer] = []
        for number in 0..<configuration.layerCount {
            layers.append(
                try EncoderLayer(
                    weights, prefix: prefix + "encoder.layer.\(number).", configuration: configuration,
                    precision: precision))
        }
        self.layers = layers
        attention = Attention(headCount: configuration.headCount, headSize: hidden / configuration.headCount)
        activation = try configuration.kernelActivation
        tokenProjection = try Self.projection(weights, hidden: hidden)
    }

    private static func projection(
        _ weights: SafetensorsFile, hidden: Int
    ) throws(TextEmbeddingsError) -> LinearLayer? {
        guard let shape = weights.shape(of: "linear.weight"), shape.count == 2, (1...4096).contains(shape[0]) else {
            return nil
        }
        let bias = weights.shape(of: "linear.bias") == nil ? [] : try weights.floats("linear.bias", shape: [shape[0]])
        return LinearLayer(
            weights: try weights.floats("linear.weight", shape: [shape[0], hidden]), bias: bias, inputs: hidden,
            precision: .float32)
    }

    /// The bytes that the weights take in memory.
    var byteCount: Int { layers.reduce(embeddings.byteCount) { $0 + $1.byteCount } }
}
