// SPDX-License-Identifier: Apache-2.0
import Measurement

/// How long the dense suite's systems take for how much of the nearest rows: one curve for each way to search.
struct RecallCharts {
    /// The rows of the suite.
    let rows: [ResultFile.Row]

    /// The ways, by what the names of their rows begin and end with.
    private static let ways = [
        ("swift-rag lists", "fp32", "swift-rag"), ("swift-rag lists", "fp16", "swift-rag fp16"),
        ("hnswlib", "", "hnswlib"), ("usearch f16", "", "usearch f16"),
        ("faiss IVFFlat", "", "faiss IVFFlat"), ("faiss IVF-PQ fastscan rerank 50", "", "faiss IVF-PQ"),
    ]

    /// What a system that misses nothing is shown at, as the axis has no zero.
    private static let leastMissed = 0.001

    /// The charts by the names of their files, in the order in which they are shown.
    var charts: [(file: String, chart: LineChart)] {
        [("c100k", "100,000 x 384"), ("w100k", "100,000 x 768"), ("c1m", "1,000,000 x 384")].compactMap { name, size in
            let series = Self.ways.map { prefix, suffix, title in
                LineChart.Series(name: title, points: points("\(name)/ann", from: prefix, to: suffix))
            }
            let chart = LineChart(
                title: "Ten nearest of \(size)", horizontal: "share of the ten nearest that is missed",
                vertical: "mean processor time of a query, µs", series: series.filter { $0.points.count > 1 })
            return chart.svg.isEmpty ? nil : ("dense-\(name).svg", chart)
        }
    }

    private func points(_ work: String, from prefix: String, to suffix: String) -> [(x: Double, y: Double)] {
        rows.filter { row in
            row.work == work && row.metric == "latency_mean" && row.system.hasPrefix(prefix)
                && row.system.hasSuffix(suffix)
        }
        .compactMap { row in
            rows.value(work, row.system, "recall").map { (max(1 - $0, Self.leastMissed), row.value) }
        }
        .sorted { $0.0 < $1.0 }
    }
}
