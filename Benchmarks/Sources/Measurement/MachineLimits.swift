// SPDX-License-Identifier: Apache-2.0
internal import CPeerBLAS

/// What one core of this machine can do at best, measured beside the results that are held against it.
public enum MachineLimits {
    /// All limits, by the names that result files use.
    public static func measured() -> [String: Double] {
        [
            "gemm_gflops_1t": matrixProductRate() / 1e9,
            "read_gbps_1t": readRate() / 1e9,
        ]
    }

    /// Floating-point operations per second of BLAS in a product of two 2,048 x 2,048 matrices.
    private static func matrixProductRate() -> Double {
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

    /// Bytes per second that one core reads from memory: 1 GiB, far more than any cache holds.
    private static func readRate() -> Double {
        let words = [UInt64](repeating: 1, count: 1 << 27)
        var sum: UInt64 = 0
        let timing = Timing(budget: 1) {
            sum &+= total(words.span)
        }
        precondition(sum.isMultiple(of: UInt64(words.count)), "the words were not all read")
        return Double(words.count * 8) / timing.processor.minimum
    }

    private static func total(_ words: Span<UInt64>) -> UInt64 {
        var sum: UInt64 = 0
        for index in words.indices { sum &+= words[index] }
        return sum
    }
}
