// SPDX-License-Identifier: Apache-2.0
import Measurement
import RAGCore
import VDRMaxSim

extension MaxSimSystem {
    /// Our engine, by its public functions, in every precision and on one thread and two.
    ///
    /// Storing the documents in a precision is not timed, as it is done once; preparing the queries is.
    static var engine: [MaxSimSystem] {
        let precisions: [(name: String, precision: Precision, limit: MachineLimits.Arithmetic)] = [
            ("fp32", .float32, .fusedMultiplyAdd), ("fp16", .float16, .fusedMultiplyAdd),
            ("bf16", .bfloat16, .bfloat16Products), ("int8", .int8, .int8Products), ("binary", .binary, .bitCounts),
        ]
        return precisions.flatMap { name, precision, limit in
            [1, 2].map { threads in
                MaxSimSystem(name: "swift-rag \(name)", threads: threads, limit: threads == 1 ? limit : nil) { work in
                    let documents = work.documents.converted(to: precision)
                    return {
                        let queries = try work.queries.map { try PreparedQuery($0, for: precision) }
                        return threads == 1
                            ? try MaxSim.scores(queries, documents)
                            : try await MaxSim.scores(queries, documents, threads: threads)
                    }
                }
            }
        } + [bestTen, reranking("fp32", .float32), reranking("int8", .int8)]
    }

    /// The ten best documents in single precision; what cannot be among them is given up early.
    private static var bestTen: MaxSimSystem {
        MaxSimSystem(name: "swift-rag top-10 fp32", threads: 1) { work in
            {
                try work.queries.map { query in
                    let best = try MaxSim.topK(PreparedQuery(query), work.documents, limit: 10)
                    return scores(of: best, count: work.documents.count)
                }
            }
        }
    }

    /// A score for every document, minus infinity where it is not among the best.
    private static func scores(of best: [ScoredHit<Int>], count: Int) -> [Float] {
        var scores = [Float](repeating: -.infinity, count: count)
        for hit in best { scores[hit.id] = hit.score }
        return scores
    }

    /// Every document by its signs, the best twentieth again in another precision.
    private static func reranking(_ name: String, _ precision: Precision) -> MaxSimSystem {
        MaxSimSystem(name: "swift-rag binary+rerank-\(name)", threads: 1) { work in
            let signs = work.documents.converted(to: .binary)
            let documents = work.documents.converted(to: precision)
            let candidates = max(10, work.documents.count / 20)
            return {
                try work.queries.map { query in
                    let best = try MaxSim.topK(
                        query, screening: signs, candidates: candidates, reranking: documents, limit: 10)
                    return scores(of: best, count: documents.count)
                }
            }
        }
    }
}
