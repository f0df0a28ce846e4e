// SPDX-License-Identifier: Apache-2.0
import Measurement

/// Holds the embedding suite's results against what was aimed at; leaves out what the run did not measure.
struct EmbedGoals {
    let rows: [ResultFile.Row]
    let limits: [String: Double]
    let works: [String]

    /// The goals in the order of the plan.
    var goals: [ResultFile.Goal] {
        var goals: [ResultFile.Goal] = []
        for precision in ["fp32", "int8"] {
            for work in works.flatMap({ ["\($0)/1-thread", "\($0)/2-thread"] }) {
                goals.append(
                    "\(precision) \(work) over onnxruntime", atLeast: 1,
                    value: rate(work, "swift-rag", precision) / rate(work, "onnxruntime", precision))
            }
        }
        goals.append(
            "fp32 32x256 of the peak of fused multiply-adds", atLeast: 0.8,
            value: rate("32x256/1-thread", "swift-rag", "fp32") / limits["fma_gflops_1t"])
        goals.append(
            "fp32 32x256 of the rate of BLAS in a large product", atLeast: 1,
            value: rate("32x256/1-thread", "swift-rag", "fp32") / limits["gemm_gflops_1t"])
        goals.append("least cosine in fp32", atLeast: 0.9999, value: leastCosine("swift-rag fp32"))
        goals.append("least cosine in int8", atLeast: 0.99, value: leastCosine("swift-rag int8"))
        for precision in ["fp32", "int8"] {
            let peak = rows.value("all", "swift-rag \(precision)", "peak_resident")
            let weights = rows.value("all", "swift-rag \(precision)", "weights")
            goals.append(
                "peak memory beyond the weights in MB, \(precision)", atMost: 200,
                value: peak.flatMap { peak in weights.map { peak - $0 } })
        }
        return goals
    }

    private func rate(_ work: String, _ system: String, _ precision: String) -> Double? {
        rows.best(work, systemsFrom: system, to: precision, "rate")
    }

    private func leastCosine(_ system: String) -> Double? {
        rows.filter { $0.system == system && $0.metric == "least_cosine" }.map(\.value).min()
    }
}
