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

    /// A part of the outputs, for threads that share a layer: about as large as the others, and of whole panels of weights.
    ///
    /// - Parameters:
    ///   - part: The number of the part.
    ///   - count: The number of parts.
    /// - Returns: The outputs; none where there are more parts than panels.
    package func outputs(ofPart part: Int, of count: Int) -> Range<Int> {
        let panels = (outputs + Self.panel - 1) / Self.panel
        return min(outputs, panels * part / count * Self.panel)..<min(outputs, panels * (part + 1) / count * Self.panel)
    }

    /// Outputs whose weights are packed together.
    private static let panel = Int(RAG_OUTPUT_PANEL)

    /// Computes rows, or some outputs of them.
    ///
    /// - Parameters:
    ///   - source: Rows of ``inputs`` values.
    ///   - rows: Which of them.
    ///   - computed: Which outputs, as ``outputs(ofPart:of:)`` gives them, or `nil` for all.
    ///   - activation: What is applied to the outputs.
    ///   - result: Receives rows of ``outputs`` values, of which others than the computed ones stay as they are.
    ///   - firstResult: The row of the result that the first one goes to.
    ///   - scratch: Memory of the calling thread.
    /// - Complexity: O(rows · inputs · computed outputs).
    package func apply(
        to source: StateMatrix, rows: Range<Int>, outputs computed: Range<Int>? = nil,
        activation: Activation = .identity, into result: StateMatrix, at firstResult: Int, scratch: KernelScratch
    ) {
        let computed = computed ?? 0..<outputs
        precondition(computed.lowerBound.isMultiple(of: Self.panel), "outputs \(computed) split a panel")
        precondition(computed.clamped(to: 0..<outputs) == computed, "outputs \(computed) of \(outputs)")
        precondition(source.width == inputs && result.width == outputs, "rows of another length")
        source.check(rows)
        result.check(firstResult..<firstResult + rows.count)
        guard !rows.isEmpty && !computed.isEmpty else { return }
        let from = unsafe source.address(ofRow: rows.lowerBound)
        let to = unsafe result.address(ofRow: firstResult) + computed.lowerBound
        unsafe bias.withUnsafeBufferPointer { bias in
            let bias = unsafe bias.isEmpty ? nil : bias.baseAddress.map { unsafe $0 + computed.lowerBound }
            switch precision {
            case .float32:
                let panels = unsafe packed.base + rag_linear_pack_size(computed.lowerBound, inputs)
                unsafe rag_linear(
                    panels, bias, computed.count, inputs, from, inputs, rows.count, activation.kernel, to, outputs)
            case .int8:
                let memory = scratch.memory(byteCount: rag_linear_i8_scratch_size(inputs, rows.count))
                let panels = unsafe packed.base + rag_linear_i8_pack_size(computed.lowerBound, inputs)
                unsafe rag_linear_i8(
                    panels, bias, computed.count, inputs, from, inputs, rows.count, activation.kernel, to, outputs,
                    memory.base)
            }
        }
    }
}
