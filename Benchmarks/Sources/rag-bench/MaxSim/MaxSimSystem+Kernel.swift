// SPDX-License-Identifier: Apache-2.0
import _RAGKernels

extension MaxSimSystem {
    /// The bare C kernels: what the engine's own functions, which check and dispatch, are held against.
    static var kernels: [MaxSimSystem] {
        let precisions = [
            ("fp32", RAG_PRECISION_F32), ("bf16", RAG_PRECISION_BF16), ("int8", RAG_PRECISION_I8),
            ("binary", RAG_PRECISION_BINARY),
        ]
        return precisions.flatMap { name, precision in
            [1, 2].map { threads in
                MaxSimSystem(name: "kernel \(name)", threads: threads) { work in
                    let documents = KernelBatch(work.documents, precision: precision)
                    return {
                        let packed = work.queries.map { PackedQuery($0, precision: precision) }
                        let scores = documents.scores(packed, threads: threads)
                        return packed.indices.map { Array(scores[($0 * documents.count)...].prefix(documents.count)) }
                    }
                }
            }
        }
    }
}
