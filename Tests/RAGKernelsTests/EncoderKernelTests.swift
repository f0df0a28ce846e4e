// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _RAGKernels

extension RAGKernelsTests {
    /// The kernels of the encoder at every level, beside sums in double precision.
    struct EncoderKernelTests {
        /// Rows, inputs, outputs: whole tiles, edges of tiles, panels and depth blocks, and a single value.
        static let shapes = [(1, 1, 1), (13, 7, 5), (12, 192, 32), (25, 193, 48), (3, 400, 33), (490, 20, 17)]

        static func values(_ count: Int, seed: UInt64) -> [Float] {
            var generator = SplitMix64(seed: seed)
            return (0..<count).map { _ in Float(generator.next() >> 40) / Float(1 << 23) - 1 }
        }

        static func activated(_ value: Double, _ activation: rag_activation) -> Double {
            switch activation {
            case RAG_ACTIVATION_GELU: return value * erfc(-value / 2.0.squareRoot()) / 2
            case RAG_ACTIVATION_GELU_TANH:
                return value / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (value + 0.044715 * value * value * value)))
            case RAG_ACTIVATION_RELU: return max(value, 0)
            default: return value
            }
        }

        /// Runs with memory that begins at a multiple of 64 bytes.
        static func withAligned(_ byteCount: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 64), alignment: 64)
            unsafe body(memory)
            unsafe memory.deallocate()
        }

        @Test("linear layers are exact to fp32 sums", arguments: shapes)
        func linear(rows: Int, inputs: Int, outputs: Int) {
            let source = Self.values(rows * inputs, seed: 1)
            let weights = Self.values(outputs * inputs, seed: 2)
            let bias = Self.values(outputs, seed: 3)
            for activation in [
                RAG_ACTIVATION_NONE, RAG_ACTIVATION_GELU, RAG_ACTIVATION_GELU_TANH, RAG_ACTIVATION_RELU,
            ] {
                let expected = (0..<rows * outputs).map { place in
                    let (row, output) = (place / outputs, place % outputs)
                    let sum = (0..<inputs).reduce(Double(bias[output])) {
                        $0 + Double(source[row * inputs + $1]) * Double(weights[output * inputs + $1])
                    }
                    return Self.activated(sum, activation)
                }
                RAGKernelsTests.atEveryLevel { level in
                    var result = [Float](repeating: 0, count: rows * outputs)
                    unsafe Self.withAligned(rag_linear_pack_size(outputs, inputs)) { packed in
                        unsafe rag_linear_pack(weights, outputs, inputs, packed)
                        unsafe rag_linear(
                            packed, bias, outputs, inputs, source, inputs, rows, activation, &result, outputs)
                    }
                    let deviation = zip(result, expected).map { abs(Double($0) - $1) }.max() ?? 0
                    #expect(deviation < 1e-7 * Double(inputs) + 1e-5, "\(activation) at level \(level)")
                }
            }
        }

        @Test("int8 layers are exact to the rounding of rows and weights", arguments: shapes)
        func linearInt8(rows: Int, inputs: Int, outputs: Int) {
            let source = Self.values(rows * inputs, seed: 4).map { $0 + 0.3 }
            let weights = Self.values(outputs * inputs, seed: 5)
            RAGKernelsTests.atEveryLevel { level in
                var result = [Float](repeating: 0, count: rows * outputs)
                unsafe Self.withAligned(rag_linear_i8_pack_size(outputs, inputs)) { packed in
                    unsafe Self.withAligned(rag_linear_i8_scratch_size(inputs, rows)) { scratch in
                        unsafe rag_linear_i8_pack(weights, outputs, inputs, packed)
                        unsafe rag_linear_i8(
                            packed, nil, outputs, inputs, source, inputs, rows, RAG_ACTIVATION_NONE, &result, outputs,
                            scratch)
                    }
                }
                for place in result.indices {
                    let row = source[place / outputs * inputs..<(place / outputs + 1) * inputs]
                    let output = weights[place % outputs * inputs..<(place % outputs + 1) * inputs]
                    let exact = zip(row, output).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                    // Half a step of the row times the weights, and half a step of the weights times the row.
                    let step = Double((row.max() ?? 0) - (row.min() ?? 0)) / 255
                    let weightStep = Double(output.map(\.magnitude).max() ?? 0) / 127
                    let bound =
                        output.reduce(0) { $0 + Double($1.magnitude) } * step / 2
                        + row.reduce(0) { $0 + Double($1.magnitude) + step } * weightStep / 2 + 1e-5
                    #expect(abs(Double(result[place]) - exact) <= bound, "at level \(level)")
                }
            }
        }

        @Test("attention mixes values by the softmax of products", arguments: [(1, 8), (16, 4), (37, 32), (130, 20)])
        func attention(tokens: Int, headSize: Int) {
            let states = Self.values(tokens * headSize * 3, seed: 6).map { $0 * 3 }
            func product(_ query: Int, _ key: Int) -> Double {
                (0..<headSize).reduce(0) {
                    $0 + Double(states[query * headSize * 3 + $1]) * Double(states[(key * 3 + 1) * headSize + $1])
                }
            }
            let expected = (0..<tokens).flatMap { query in
                let scores = (0..<tokens).map { product(query, $0) }
                let powers = scores.map { exp($0 - (scores.max() ?? 0)) }
                let sum = powers.reduce(0, +)
                return (0..<headSize).map { place in
                    (0..<tokens).reduce(0.0) { $0 + powers[$1] / sum * Double(states[($1 * 3 + 2) * headSize + place]) }
                }
            }
            RAGKernelsTests.atEveryLevel { level in
                var result = [Float](repeating: 0, count: tokens * headSize)
                unsafe Self.withAligned(rag_attention_scratch_size(tokens, headSize)) { scratch in
                    unsafe states.withUnsafeBufferPointer { states in
                        guard let first = states.baseAddress else { return }
                        unsafe rag_attention(
                            first, first + headSize, first + 2 * headSize, 3 * headSize, tokens, headSize,
                            &result, headSize, scratch)
                    }
                }
                let deviation = zip(result, expected).map { abs(Double($0) - $1) }.max() ?? 0
                #expect(deviation < 1e-4, "at level \(level)")
            }
        }

        @Test("layer normalisation gives mean 0 and variance 1 before its scale", arguments: [1, 15, 16, 312, 384])
        func layerNorm(width: Int) {
            let start = Self.values(3 * width, seed: 7)
            let residual = Self.values(3 * width, seed: 8)
            let (scale, shift) = (Self.values(width, seed: 9), Self.values(width, seed: 10))
            RAGKernelsTests.atEveryLevel { level in
                var values = start
                unsafe rag_layer_norm(&values, residual, scale, shift, 1e-3, 3, width)
                for row in 0..<3 {
                    let sums = (0..<width).map { Double(start[row * width + $0] + residual[row * width + $0]) }
                    let mean = sums.reduce(0, +) / Double(width)
                    let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
                    for place in 0..<width {
                        let expected =
                            (sums[place] - mean) / (variance + 1e-3).squareRoot() * Double(scale[place])
                            + Double(shift[place])
                        #expect(abs(Double(values[row * width + place]) - expected) < 1e-5, "at level \(level)")
                    }
                }
            }
        }
    }
}
