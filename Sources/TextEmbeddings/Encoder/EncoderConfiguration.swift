// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The shape of a model of BERT's family, as its `config.json` says it.
public struct EncoderConfiguration: Hashable, Sendable {
    /// The length of a token's state.
    public var hiddenSize: Int

    /// The number of layers.
    public var layerCount: Int

    /// The number of attention heads in a layer.
    public var headCount: Int

    /// The length of the feed-forward network's inner states.
    public var intermediateSize: Int

    /// The number of tokens that have an embedding.
    public var vocabularySize: Int

    /// The number of places that have an embedding: no sequence is longer.
    public var maximumPositionCount: Int

    /// The number of kinds of sentences that have an embedding; texts are of the first kind.
    public var kindCount: Int

    /// What keeps layer normalisation from dividing by zero.
    public var layerNormEpsilon: Double

    /// What is applied inside the feed-forward network: `gelu`, `gelu_new` or `relu`.
    public var activation: String

    /// Reads a configuration.
    ///
    /// - Parameter json: The bytes of `config.json`.
    /// - Throws: ``TextEmbeddingsError`` with the code `malformedJSON`, or `unsupportedModel` where this encoder does not
    ///   compute such a model.
    public init(json: [UInt8]) throws(TextEmbeddingsError) {
        let value = try JSONParser.parse(json[...])
        func size(_ name: String, atMost limit: Int) throws(TextEmbeddingsError) -> Int {
            guard let size = value[name]?.integer, (1...limit).contains(size) else {
                throw TextEmbeddingsError(
                    .unsupportedModel, "'\(name)' is no whole number of 1 to \(limit)")
            }
            return size
        }
        let kind = value["model_type"]?.string ?? "bert"
        guard kind == "bert" else {
            throw TextEmbeddingsError(.unsupportedModel, "a model of type '\(kind)'; only 'bert' is supported")
        }
        let positions = value["position_embedding_type"]?.string ?? "absolute"
        guard positions == "absolute" else {
            throw TextEmbeddingsError(
                .unsupportedModel, "position embeddings of type '\(positions)'; only 'absolute' is supported")
        }
        hiddenSize = try size("hidden_size", atMost: 4096)
        layerCount = try size("num_hidden_layers", atMost: 128)
        headCount = try size("num_attention_heads", atMost: 256)
        intermediateSize = try size("intermediate_size", atMost: 65_536)
        vocabularySize = try size("vocab_size", atMost: 10_000_000)
        maximumPositionCount = try size("max_position_embeddings", atMost: 65_536)
        kindCount = value["type_vocab_size"] == nil ? 2 : try size("type_vocab_size", atMost: 16)
        layerNormEpsilon = value["layer_norm_eps"]?.number ?? 1e-12
        activation = value["hidden_act"]?.string ?? "gelu"
        guard layerNormEpsilon >= 0, layerNormEpsilon < 1 else {
            throw TextEmbeddingsError(.unsupportedModel, "'layer_norm_eps' is \(layerNormEpsilon)")
        }
        guard hiddenSize % headCount == 0 else {
            throw TextEmbeddingsError(
                .unsupportedModel, "a state of \(hiddenSize) values cannot be split among \(headCount) heads")
        }
        _ = try kernelActivation
    }

    /// The activation as the kernels know it.
    var kernelActivation: LinearLayer.Activation {
        get throws(TextEmbeddingsError) {
            switch activation {
            case "gelu": .gelu
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": .geluTanh
            case "relu": .relu
            default: throw TextEmbeddingsError(.unsupportedModel, "the activation '\(activation)' is not supported")
            }
        }
    }
}
