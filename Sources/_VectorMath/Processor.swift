// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// The processor that this process runs on, as the kernels see it.
package enum Processor {
    /// The instruction set whose kernels are in use: `portable`, `avx2`, `avx512` or `neon`.
    ///
    /// The environment variable `RAG_KERNELS` chooses a lower one than the best.
    package static var kernelLevel: String { unsafe String(cString: rag_level_name(rag_cpu_level())) }

    /// The instruction set of the best kernels that this processor can run.
    package static var bestKernelLevel: String { unsafe String(cString: rag_level_name(rag_cpu_best_level())) }

    /// The names of all instruction sets that this processor can run kernels of, `portable` first.
    package static var kernelLevels: [String] { levels.map { unsafe String(cString: rag_level_name($0)) } }

    /// Uses the kernels of a level on this thread while a function runs, for tests and comparisons.
    ///
    /// - Parameters:
    ///   - name: One of ``kernelLevels``.
    ///   - body: The function.
    /// - Returns: What the function returned.
    package static func withKernelLevel<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        let level = levels.first { unsafe String(cString: rag_level_name($0)) == name }
        let previous = rag_cpu_level()
        precondition(level.map { rag_cpu_set_thread_level($0) } ?? false, "no kernels are called \(name) here")
        defer { _ = rag_cpu_set_thread_level(previous) }
        return try body()
    }

    private static var levels: [rag_level] {
        [RAG_LEVEL_PORTABLE, RAG_LEVEL_AVX2, RAG_LEVEL_AVX512, RAG_LEVEL_NEON].filter { rag_cpu_has_level($0) }
    }

    /// The instructions beyond the instruction set that kernels make use of.
    package static var features: [String] {
        let present = rag_cpu_features()
        return names.filter { present & $0.bit.rawValue != 0 }.map(\.name)
    }

    private static let names: [(bit: rag_feature, name: String)] = [
        (RAG_FEATURE_AVX_VNNI, "avx_vnni"), (RAG_FEATURE_AVX512_VNNI, "avx512_vnni"),
        (RAG_FEATURE_AVX512_BF16, "avx512_bf16"), (RAG_FEATURE_AVX512_VPOPCNTDQ, "avx512_vpopcntdq"),
        (RAG_FEATURE_AVX512_FP16, "avx512_fp16"), (RAG_FEATURE_NEON_DOTPROD, "neon_dotprod"),
    ]
}
