// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPeerBLAS
import Measurement

struct MaxSimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maxsim",
        abstract: "Exact late interaction: time and rate by precision and threads, and agreement of the ten best.")

    @OptionGroup var options: SuiteOptions

    @Option(help: ArgumentHelp("A piece of work, W1 to W5; may be given several times.", valueName: "name"))
    var work = ["W1", "W2", "W3", "W4", "W5"]

    @MainActor
    func run() async throws {
        peer_blas_use_threads(1)
        let limits = MachineLimits.measured()
        var rows: [ResultFile.Row] = []
        for name in work {
            let work = try MaxSimWork(named: name, in: options.dataFolder)
            for system in MaxSimSystem.engine + MaxSimSystem.kernels + [.blas] {
                rows += try measure(system, at: work)
            }
            var comparisons = MaxSimComparison.all(engine: MaxSimSystem.engine, kernels: MaxSimSystem.kernels)
            if name == "W1" { comparisons += MaxSimComparison.mapping }
            for comparison in comparisons {
                rows.append(try comparison.row(work, commit: options.commit))
            }
        }
        rows += try ResultFile.rows(in: options.peersFolder)
        let result = ResultFile(
            name: "maxsim", commit: options.commit, limits: limits, rows: rows,
            goals: MaxSimGoals(rows: rows, limits: limits).goals)
        try result.write(into: options.resultsFolder)
    }

    private func measure(_ system: MaxSimSystem, at work: MaxSimWork) throws -> [ResultFile.Row] {
        let scoreAll = try system.prepare(work)
        var scores: [[Float]] = []
        let timing = try Timing { scores = try scoreAll() }
        let queries = Double(work.queries.count)
        let fair = system.threads == 1 ? timing.processor : timing.wall
        var rows: [ResultFile.Row] = []
        func add(_ metric: String, _ unit: String, _ sample: Sample) {
            rows.append(
                ResultFile.Row(
                    work: "\(work.name)/\(system.threads)-thread", system: system.name,
                    version: system.version ?? options.commit, metric: metric, unit: unit, sample: sample))
        }
        add("wall_time", "ms/query", timing.wall.map { $0 / queries * 1e3 })
        if system.threads == 1 { add("cpu_time", "ms/query", timing.processor.map { $0 / queries * 1e3 }) }
        add("rate", "Gop/s", fair.map { work.operations * queries / $0 / 1e9 })
        if let limit = system.limit, limit.rate(seconds: 0.01) > 0 {
            let peak = try PeakShare(of: limit, operations: work.operations * queries) { scores = try scoreAll() }
            add("share_of_peak", "share", peak.share)
        }
        add("top10_overlap", "share", Sample([work.top10Overlap(scores)]))
        return rows
    }
}
