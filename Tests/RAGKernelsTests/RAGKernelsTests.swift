// SPDX-License-Identifier: Apache-2.0
import Testing
import _RAGKernels

/// All tests of the kernels.
struct RAGKernelsTests {
    /// The levels that this processor runs.
    static let levels = [RAG_LEVEL_PORTABLE, RAG_LEVEL_AVX2, RAG_LEVEL_AVX512, RAG_LEVEL_NEON]
        .filter { rag_cpu_has_level($0) }

    /// Runs a body on this thread at every level of this processor and goes back to the level before.
    static func atEveryLevel(_ body: (rag_level) throws -> Void) rethrows {
        let before = rag_cpu_level()
        defer { rag_cpu_set_thread_level(before) }
        for level in levels where rag_cpu_set_thread_level(level) { try body(level) }
    }
}

extension RAGKernelsTests {
    struct LevelTests {
        @Test("a level is used if and only if the processor has it")
        func forcing() {
            for level in [RAG_LEVEL_PORTABLE, RAG_LEVEL_AVX2, RAG_LEVEL_AVX512, RAG_LEVEL_NEON] {
                let before = rag_cpu_level()
                #expect(rag_cpu_set_thread_level(level) == rag_cpu_has_level(level))
                #expect(rag_cpu_level() == (rag_cpu_has_level(level) ? level : before))
            }
            #expect(rag_cpu_set_thread_level(rag_cpu_best_level()))
            #expect(rag_cpu_has_level(RAG_LEVEL_PORTABLE))
        }

        @Test("levels have the names that RAG_KERNELS takes")
        func names() {
            let names = RAGKernelsTests.levels.map { unsafe String(cString: rag_level_name($0)) }
            #expect(names.first == "portable")
            #expect(Set(names).isSubset(of: ["portable", "avx2", "avx512", "neon"]))
            #expect(Set(names).count == names.count)
        }

        @Test("the limits of the machine are plausible")
        func peaks() {
            let bytes = [UInt8](repeating: 1, count: 1 << 20)
            let read = unsafe bytes.withUnsafeBytes { buffer in
                unsafe buffer.baseAddress.map { unsafe rag_peak_read($0, buffer.count, 0.01) } ?? 0
            }
            #expect(read > 1e8)
            RAGKernelsTests.atEveryLevel { level in
                for peak in [rag_peak_f32(0.01), rag_peak_i8(0.01), rag_peak_binary(0.01)] {
                    #expect(peak > 1e8 && peak < 1e14, "level \(level)")
                }
            }
        }
    }
}
