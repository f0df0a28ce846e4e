// SPDX-License-Identifier: Apache-2.0
import VDRMaxSim
import _RAGKernels

extension MaxSimSystem {
    /// The bare C kernels: what the engine's own functions, which check and dispatch, are held against.
    static var kernels: [MaxSimSystem] {
        let precisions = [
            ("fp32", RAG_PRECISION_F32), ("bf16", RAG_PRECISION_BF16), ("int8", RAG_PRECISION_I8),
            ("binary", RAG_PRECISION_BINARY),
        ]
        return precisions.map { name, precision in
            MaxSimSystem(name: "kernel \(name)", threads: 1) { work in
                let dimension = work.documents.dimension
                let offsets = work.documents.offsets.map { Int64($0) }
                let documents = KernelRows(work.documents.values, dimension: dimension, precision: precision)
                let packed = PackedQuery(
                    precision: precision, rows: work.queries[0].rowCount, dimension: dimension)
                return {
                    work.queries.map { query in
                        var scores = [Float](repeating: 0, count: offsets.count - 1)
                        packed.pack(query)
                        packed.score(documents, offsets: offsets, into: &scores)
                        return scores
                    }
                }
            }
        }
    }
}
