// SPDX-License-Identifier: Apache-2.0
import Measurement
import RAGCore
import VDRMaxSim

extension MaxSimSystem {
    /// Our engine, by its public functions, in every precision and on one thread and two.
    ///
    /// Storing the documents in a precision is not timed, as it is done once; preparing the queries is.
    static var engine: [MaxSimSystem] {
        let precisions: [(name: String, precision: Precision)] = [
            ("fp32", .float32), ("fp16", .float16), ("bf16", .bfloat16), ("int8", .int8), ("binary", .binary),
        ]
        return precisions.flatMap { name, precision in
            [1, 2].map { threads in
                MaxSimSystem(name: "swift-rag \(name)", threads: threads) { work in
                    let documents = work.documents.converted(to: precision)
                    return {
                        let queries = try work.queries.map { try PreparedQuery($0, for: precision) }
                        return threads == 1
                            ? try MaxSim.scores(queries, documents)
                            : try MainThread.wait { try await MaxSim.scores(queries, documents, threads: threads) }
                    }
                }
            }
        } + [reranking]
    }

    /// Every document by its signs, the best twentieth again in single precision.
    private static var reranking: MaxSimSystem {
        MaxSimSystem(name: "swift-rag binary+rerank", threads: 1) { work in
            let signs = work.documents.converted(to: .binary)
            let candidates = max(10, work.documents.count / 20)
            return {
                try work.queries.map { query in
                    var scores = [Float](repeating: -.infinity, count: work.documents.count)
                    let best = try MaxSim.topK(
                        query, screening: signs, candidates: candidates, reranking: work.documents, limit: 10)
                    for hit in best { scores[hit.id] = hit.score }
                    return scores
                }
            }
        }
    }
}
