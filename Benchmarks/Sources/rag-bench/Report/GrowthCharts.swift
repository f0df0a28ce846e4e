// SPDX-License-Identifier: Apache-2.0
import Measurement

/// How the lexical suite's query time and index size grow with the number of documents.
struct GrowthCharts {
    /// The rows of the suite.
    let rows: [ResultFile.Row]

    /// Collections that differ in nothing but their size.
    private static let collections = ["z10k", "z50k", "z200k", "z1m"]

    /// The charts by the names of their files, in the order in which they are shown.
    var charts: [(file: String, chart: LineChart)] {
        let charts = [
            (
                "lexical-realistic.svg",
                chart("Ten best, realistic queries", "mean processor time of a query, µs", part: "/realistic/top-10") {
                    $0.hasPrefix("latency_mean")
                }
            ),
            (
                "lexical-head.svg",
                chart("Ten best, queries of frequent words", "mean processor time of a query, µs", part: "/head/top-10")
                {
                    $0.hasPrefix("latency_mean")
                }
            ),
            (
                "lexical-size.svg",
                chart("Index without documents", "size, MB", part: "") { $0 == "index_file_size" }
            ),
        ]
        return charts.filter { !$0.1.svg.isEmpty }
    }

    private func chart(
        _ title: String, _ vertical: String, part: String, where shows: (String) -> Bool
    ) -> LineChart {
        let shown = rows.filter { shows($0.metric) }
        let systems = shown.map(\.system).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let series = systems.map { system in
            LineChart.Series(
                name: system,
                points: Self.collections.compactMap { collection in
                    guard let size = rows.first(where: { $0.work == collection && $0.metric == "document_count" }),
                        let row = shown.first(where: { $0.work == collection + part && $0.system == system })
                    else { return nil }
                    return (size.value, row.value)
                })
        }
        return LineChart(
            title: title, horizontal: "documents", vertical: vertical, series: series.filter { $0.points.count > 1 })
    }
}
