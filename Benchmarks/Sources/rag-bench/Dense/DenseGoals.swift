// SPDX-License-Identifier: Apache-2.0
import Measurement

/// What dense search was built to reach, as ratios to the peers and limits of the same run.
struct DenseGoals {
    /// The rows of all systems.
    let rows: [ResultFile.Row]

    private static let collection = "c100k"

    /// The goals whose values were measured.
    var goals: [ResultFile.Goal] {
        var goals: [ResultFile.Goal] = []
        goals.append(
            "exact fp32: speed / faiss FlatIP", atLeast: 1, value: speed("exact", "exact fp32", "faiss FlatIP fp32"))
        goals.append(
            "exact fp32: share of the read bandwidth", atLeast: 0.9,
            value: rows.value(work("exact"), "swift-rag exact fp32", "share_of_read_rate"))
        goals.append("exact int8: speed / faiss SQ8", atLeast: 2, value: speed("exact", "exact int8", "faiss SQ8 int8"))
        goals.append(
            "256 queries a batch: share of the rate of BLAS in a large product", atLeast: 0.9,
            value: rows.value(work("batch-256"), "swift-rag matrix by matrix fp32", "share_of_blas_rate"))
        for depth in [100, 300] {
            goals.append(
                "1-bit codes, rerank \(depth): speed / faiss RaBitQFastScan", atLeast: 1.5,
                value: speed("codes", "codes rerank \(depth)", "faiss RaBitQFastScan rerank \(depth)"))
        }
        goals.append(
            "1-bit codes, rerank 100: recall", atLeast: 0.99,
            value: rows.value(work("codes"), "swift-rag codes rerank 100", "recall"))
        for recall in [0.95, 0.99] {
            let peers = ["hnswlib", "faiss", "usearch"].compactMap { fastest(from: $0, recall: recall) }.min()
            goals.append(
                "recall \(recall): speed / best peer", atLeast: 1,
                value: peers / fastest(from: "swift-rag", recall: recall))
        }
        goals.append(
            "build: speed / hnswlib", atLeast: 4,
            value: rows.value(work("build"), "hnswlib M 16", "build_time")
                / rows.value(work("build"), "swift-rag default", "build_time"))
        goals.append(
            "keep 1 %: speed / hnswlib", atLeast: 100,
            value: speed("keep-0.01", "target 0.99", "hnswlib M 16 ef 128 callback"))
        goals.append(
            "keep 1 %: recall", atLeast: 1, value: rows.value(work("keep-0.01"), "swift-rag target 0.99", "recall"))
        goals.append("hybrid: time / the sum of the legs", atMost: 1.1, value: hybridOverLegs)
        return goals
    }

    private func work(_ part: String) -> String { "\(Self.collection)/\(part)" }

    private func speed(_ part: String, _ ours: String, _ peer: String) -> Double? {
        rows.value(work(part), peer, "latency_mean") / rows.value(work(part), "swift-rag \(ours)", "latency_mean")
    }

    /// The least time at which a system finds so much of the nearest rows, by any of its ways.
    private func fastest(from system: String, recall: Double) -> Double? {
        [work("ann"), work("codes")].flatMap { work in
            rows.filter { $0.work == work && $0.system.hasPrefix(system) && $0.metric == "latency_mean" }
                .filter { (rows.value(work, $0.system, "recall") ?? 0) >= recall }
        }
        .map(\.value).min()
    }

    private var hybridOverLegs: Double? {
        guard let work = rows.first(where: { $0.work.hasSuffix("/hybrid") })?.work,
            let sparse = rows.value(work, "swift-rag sparse", "latency_mean"),
            let dense = rows.value(work, "swift-rag dense", "latency_mean")
        else { return nil }
        return rows.value(work, "swift-rag hybrid", "latency_mean") / (sparse + dense)
    }
}
