// SPDX-License-Identifier: Apache-2.0
internal import CPeerBLAS
internal import _RAGKernels

/// What one core of this machine can do at best, measured beside the results that are held against it.
public enum MachineLimits {
    /// What the arithmetic units of one core do at best.
    public enum Arithmetic: Sendable, CaseIterable {
        case fusedMultiplyAdd, bfloat16Products, int8Products, bitCounts

        /// The rate of a loop over registers: the best of several runs.
        ///
        /// - Parameter seconds: What the runs take in all.
        /// - Returns: Operations per second; 0 where the processor lacks the instruction.
        public func rate(seconds: Double = 0.5) -> Double {
            switch self {
            case .fusedMultiplyAdd: rag_peak_f32(seconds)
            case .bfloat16Products: rag_peak_bf16(seconds)
            case .int8Products: rag_peak_i8(seconds)
            case .bitCounts: rag_peak_binary(seconds)
            }
        }
    }

    /// All limits, by the names that result files use.
    ///
    /// An instruction that the processor lacks has no limit.
    public static func measured() -> [String: Double] {
        let limits = [
            "fma_gflops_1t": Arithmetic.fusedMultiplyAdd.rate() / 1e9,
            "bf16_gops_1t": Arithmetic.bfloat16Products.rate() / 1e9,
            "vnni_gops_1t": Arithmetic.int8Products.rate() / 1e9,
            "popcount_gops_1t": Arithmetic.bitCounts.rate() / 1e9,
            "gemm_gflops_1t": matrixProductRate() / 1e9,
            "read_gbps_1t": readRate() / 1e9,
        ]
        return limits.filter { $0.value > 0 }
    }

    /// Floating-point operations per second of BLAS in a product of two 2,048 x 2,048 matrices.
    public static func matrixProductRate() -> Double {
        var product = LargeProduct()
        let timing = Timing(budget: 1.5) { product.run() }
        return LargeProduct.operations / timing.processor.minimum
    }

    /// Bytes per second that one core reads from memory: 1 GiB, far more than most caches hold.
    public static func readRate() -> Double {
        let words = [UInt64](repeating: 1, count: 1 << 27)
        return unsafe words.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            return unsafe rag_peak_read(start, bytes.count, 1)
        }
    }
}
