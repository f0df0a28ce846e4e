// SPDX-License-Identifier: Apache-2.0
import Measurement

/// The page that shows the results of all suites.
struct BenchmarkPage {
    /// The suites' results, in the order in which they are shown.
    let results: [ResultFile]

    /// The folder of the page's images, beside the page.
    static let plotFolder = "Plots"

    /// The page.
    var markdown: String {
        let introduction = """
            # Benchmarks

            Rendered from the files in `Benchmarks/results/` by `make bench-report`; how they are made, and what each metric
            means, is in `Benchmarks/README.md`. Each suite ran beside its peers on one machine. The best value of a column is
            bold, for each precision where there are several.

            """
        return introduction + results.map { "\n" + section($0) }.joined()
    }

    private func section(_ result: ResultFile) -> String {
        let machine = result.machine
        var text = """
            ## \(result.name)

            \(machine.cpu), \(machine.cores) cores, \(machine.memory), \(machine.os), Swift \(machine.swift); \
            commit \(result.commit), \(result.date.prefix(10)).

            Versions: \(versions(result.rows)).

            """
        if !result.limits.isEmpty {
            var limits = MarkdownTable(header: ["limit of one core", "value"])
            for (name, value) in result.limits.sorted(by: { $0.key < $1.key }) { limits.append([name, value.short]) }
            text += "\n" + limits.text
        }
        let rows = Self.joiningBatches(result.rows)
        for metric in rows.map(\.metric).distinct {
            text += "\n### \(metric.replacing("_", with: " "))\n\n"
            text += table(rows.filter { $0.metric == metric })
        }
        let images = Self.charts(of: result).map { file, chart in
            "![\(chart.title): \(chart.vertical), over \(chart.horizontal)](\(Self.plotFolder)/\(file))\n"
        }
        if !images.isEmpty { text += "\n### Plots\n\n" + images.joined(separator: "\n") }
        if !result.goals.isEmpty {
            var goals = MarkdownTable(header: ["goal", "target", "value", "met"])
            for goal in result.goals {
                goals.append([goal.goal, goal.target, goal.value.short, goal.met ? "yes" : "no"])
            }
            text += "\n### Goals\n\n" + goals.text
        }
        return text
    }

    /// The charts of a suite by the names of their files.
    static func charts(of result: ResultFile) -> [(file: String, chart: LineChart)] {
        switch result.name {
        case "dense": RecallCharts(rows: result.rows).charts
        case "lexical": GrowthCharts(rows: result.rows).charts
        default: []
        }
    }

    /// Shows what is a mean over a batch beside the means of single pieces of work, so that the best of both is bold.
    private static func joiningBatches(_ rows: [ResultFile.Row]) -> [ResultFile.Row] {
        let suffix = "_of_batch"
        return rows.map { row in
            guard row.metric.hasSuffix(suffix) else { return row }
            var row = row
            row.metric = String(row.metric.dropLast(suffix.count))
            row.system += " (batch)"
            return row
        }
    }

    /// The libraries by name and version; a system's name begins with that of its library.
    private func versions(_ rows: [ResultFile.Row]) -> String {
        rows.map { "\($0.system.prefix { $0 != " " }) \($0.version)" }.distinct.joined(separator: ", ")
    }

    /// One metric: a line for each system and a column for each piece of work, or the other way round where that is wide and
    /// there are fewer systems.
    private func table(_ rows: [ResultFile.Row]) -> String {
        let works = rows.map(\.work).distinct.sorted()
        let systems = rows.map(\.system).distinct
        func cell(_ work: String, _ system: String) -> String {
            guard let row = rows.first(where: { $0.work == work && $0.system == system }) else { return "" }
            return isBest(row, of: rows) ? "**\(row.value.short)**" : row.value.short
        }
        guard works.count > max(10, systems.count) else {
            var table = MarkdownTable(header: [rows[0].unit] + works)
            for system in systems { table.append([system] + works.map { cell($0, system) }) }
            return table.text
        }
        var table = MarkdownTable(header: [rows[0].unit] + systems)
        for work in works { table.append([work] + systems.map { cell(work, $0) }) }
        return table.text
    }

    /// Whether no system did the same work in the same precision better; agreement is no contest.
    private func isBest(_ row: ResultFile.Row, of rows: [ResultFile.Row]) -> Bool {
        guard !["share", "documents"].contains(row.unit) else { return false }
        let rivals = rows.filter { $0.work == row.work && precision(of: $0) == precision(of: row) }.map(\.value)
        let moreIsBetter = ["Gop/s", "documents/s"].contains(row.unit)
        return row.value == (moreIsBetter ? rivals.max() : rivals.min())
    }

    /// The precision that a system's name ends with, or nothing.
    private func precision(of row: ResultFile.Row) -> Substring? {
        row.system.split(separator: " ").last.flatMap { word in
            ["fp32", "fp16", "bf16", "int8", "binary"].contains(word) ? word : nil
        }
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in the order in which they first occur.
    fileprivate var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
