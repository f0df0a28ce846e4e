// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A linear layer whose weights are packed for the kernels once, when a model is loaded.
package struct LinearLayer: Sendable {
    /// How weights are held and products computed.
    package enum Precision: Sendable {
        case float32
        /// Weights of eight bits with a scale an output; every row is rounded to eight bits as it comes.
        case int8
    }

    /// What is applied to every output.
    package enum Activation: Sendable {
        case identity, gelu, geluTanh, relu

        fileprivate var kernel: rag_activation {
            switch self {
            case .identity: RAG_ACTIVATION_NONE
            case .gelu: RAG_ACTIVATION_GELU
            case .geluTanh: RAG_ACTIVATION_GELU_TANH
            case .relu: RAG_ACTIVATION_RELU
            }
        }
    }

    /// The length of a row that comes in.
    package let inputs: Int

    /// The length of a row that goes out.
    package let outputs: Int

    /// How weights are held.
    package let precision: Precision

    private let bias: [Float]
    private let packed: AlignedMemory

    /// Packs weights.
    ///
    /// - Parameters:
    ///   - weights: `outputs × inputs` values.
    ///   - bias: A value an output, or nothing.
    ///   - inputs: The length of a row that comes in, 1...65,536.
    ///   - precision: How weights are held.
    package init(weights: [Float], bias: [Float], inputs: Int, precision: Precision) {
        precondition((1...65_536).contains(inputs) && weights.count % inputs == 0, "weights come in whole rows")
        let outputs = weights.count / inputs
        precondition(bias.isEmpty || bias.count == outputs, "a bias for each of \(outputs) outputs")
        self.inputs = inputs
        self.outputs = outputs
        self.precision = precision
        self.bias = bias
        switch precision {
        case .float32:
            packed = AlignedMemory(byteCount: rag_linear_pack_size(outputs, inputs))
            unsafe rag_linear_pack(weights, outputs, inputs, packed.base)
        case .int8:
            packed = AlignedMemory(byteCount: rag_linear_i8_pack_size(outputs, inputs))
            unsafe rag_linear_i8_pack(weights, outputs, inputs, packed.base)
        }
    }

    /// The bytes that the packed weights take.
    package var byteCount: Int { packed.count }

    /// Computes rows.
    ///
    /// - Parameters:
    ///   - source: Rows of ``inputs`` values.
    ///   - rows: Which of them.
    ///   - activation: What is applied to the outputs.
    ///   - result: Receives rows of ``outputs`` values.
    ///   - firstResult: The row of the result that the first one goes to.
    ///   - scratch: Memory of the calling thread.
    /// - Complexity: O(rows · inputs · outputs).
    package func apply(
        to source: StateMatrix, rows: Range<Int>, activation: Activation = .identity, into result: StateMatrix,
        at firstResult: Int, scratch: KernelScratch
    ) {
        precondition(source.width == inputs && result.width == outputs, "rows of another length")
        source.check(rows)
        result.check(firstResult..<firstResult + rows.count)
        guard !rows.isEmpty else { return }
        let from = unsafe source.address(ofRow: rows.lowerBound)
        let to = unsafe result.address(ofRow: firstResult)
        unsafe bias.withUnsafeBufferPointer { bias in
            let bias = bias.isEmpty ? nil : bias.baseAddress
            switch precision {
            case .float32:
                unsafe rag_linear(
                    packed.base, bias, outputs, inputs, from, inputs, rows.count, activation.kernel, to, outputs)
            case .int8:
                let memory = scratch.memory(byteCount: rag_linear_i8_scratch_size(inputs, rows.count))
                unsafe rag_linear_i8(
                    packed.base, bias, outputs, inputs, from, inputs, rows.count, activation.kernel, to, outputs,
                    memory.base)
            }
        }
    }
}
