// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The weights of one layer, ready for the kernels.
struct EncoderLayer: Sendable {
    /// From a state to its queries, keys and values, side by side; the queries come out divided by the square root of a
    /// head's size.
    let projections: LinearLayer
    let attentionOutput: LinearLayer
    let attentionNorm: LayerNorm
    let expansion: LinearLayer
    let contraction: LinearLayer
    let outputNorm: LayerNorm

    /// Reads a layer.
    ///
    /// - Parameters:
    ///   - weights: The model's weights.
    ///   - prefix: What the names of the layer's tensors begin with.
    ///   - configuration: The model's shape.
    ///   - precision: How to hold the weights.
    /// - Throws: ``TextEmbeddingsError`` with the code `unexpectedTensor` or `notFinite`.
    init(
        _ weights: SafetensorsFile, prefix: String, configuration: EncoderConfiguration, precision: WeightPrecision
    ) throws(TextEmbeddingsError) {
        let hidden = configuration.hiddenSize
        let kernel: LinearLayer.Precision = precision == .int8 ? .int8 : .float32
        func layer(_ name: String, inputs: Int, outputs: Int) throws(TextEmbeddingsError) -> LinearLayer {
            LinearLayer(
                weights: try weights.floats(prefix + name + ".weight", shape: [outputs, inputs]),
                bias: try weights.floats(prefix + name + ".bias", shape: [outputs]), inputs: inputs, precision: kernel)
        }
        var projection: [Float] = []
        var bias: [Float] = []
        let scale = 1 / Float(hidden / configuration.headCount).squareRoot()
        for (name, factor) in [("query", scale), ("key", 1), ("value", 1)] {
            let part = prefix + "attention.self." + name
            let values = try weights.floats(part + ".weight", shape: [hidden, hidden])
            let shifts = try weights.floats(part + ".bias", shape: [hidden])
            projection += factor == 1 ? values : values.map { $0 * factor }
            bias += factor == 1 ? shifts : shifts.map { $0 * factor }
        }
        projections = LinearLayer(weights: projection, bias: bias, inputs: hidden, precision: kernel)
        attentionOutput = try layer("attention.output.dense", inputs: hidden, outputs: hidden)
        attentionNorm = try weights.layerNorm(prefix + "attention.output.LayerNorm", configuration)
        expansion = try layer("intermediate.dense", inputs: hidden, outputs: configuration.intermediateSize)
        contraction = try layer("output.dense", inputs: configuration.intermediateSize, outputs: hidden)
        outputNorm = try weights.layerNorm(prefix + "output.LayerNorm", configuration)
    }

    /// The bytes that the packed weights take.
    var byteCount: Int {
        [projections, attentionOutput, expansion, contraction].reduce(0) { $0 + $1.byteCount }
    }
}

extension SafetensorsFile {
    /// Reads the weights of a layer normalisation, under the names of PyTorch or the older ones of TensorFlow.
    func layerNorm(
        _ name: String, _ configuration: EncoderConfiguration
    ) throws(TextEmbeddingsError) -> LayerNorm {
        let isOlder = shape(of: name + ".weight") == nil && shape(of: name + ".gamma") != nil
        let shape = [configuration.hiddenSize]
        return LayerNorm(
            scale: try floats(name + (isOlder ? ".gamma" : ".weight"), shape: shape),
            shift: try floats(name + (isOlder ? ".beta" : ".bias"), shape: shape),
            epsilon: Float(configuration.layerNormEpsilon))
    }
}
