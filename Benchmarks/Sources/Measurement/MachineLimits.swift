// SPDX-License-Identifier: Apache-2.0
internal import CPeerBLAS
internal import _RAGKernels

/// What one core of this machine can do at best, measured beside the results that are held against it.
public enum MachineLimits {
    /// All limits, by the names that result files use.
    ///
    /// An instruction that the processor lacks has no limit.
    public static func measured() -> [String: Double] {
        let limits = [
            "fma_gflops_1t": rag_peak_f32(0.5) / 1e9,
            "bf16_gops_1t": rag_peak_bf16(0.5) / 1e9,
            "vnni_gops_1t": rag_peak_i8(0.5) / 1e9,
            "popcount_gops_1t": rag_peak_binary(0.5) / 1e9,
            "gemm_gflops_1t": matrixProductRate() / 1e9,
            "read_gbps_1t": readRate() / 1e9,
        ]
        return limits.filter { $0.value > 0 }
    }

    /// Floating-point operations per second of BLAS in a product of two 2,048 x 2,048 matrices.
    public static func matrixProductRate() -> Double {
        peer_blas_use_threads(1)
        let size = 2048
        let left = [Float](repeating: 0.5, count: size * size)
        let right = [Float](repeating: 0.25, count: size * size)
        var product = [Float](repeating: 0, count: size * size)
        let timing = Timing(budget: 1.5) {
            let side = Int32(size)
            unsafe cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, side, side, side, 1, left, side, right, side, 0, &product,
                side)
        }
        return 2 * Double(size * size * size) / timing.processor.minimum
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
