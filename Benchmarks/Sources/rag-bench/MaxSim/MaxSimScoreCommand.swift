// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPeerBLAS
import Foundation
import Measurement

struct MaxSimScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score by our engine, by its bare kernels and by a loop over BLAS.",
        discussion: "Shares of the arithmetic units' peak are those of a peak measured before and after each run.")

    @OptionGroup var options: SuiteOptions

    @Option(
        help: ArgumentHelp(
            "A piece of work, W1 to W5 or cranfield; may be given several times. Without: all whose data is there.",
            valueName: "name"))
    var work: [String] = []

    @Option(help: ArgumentHelp("Leave out the systems whose name lacks this.", valueName: "text"))
    var only: String?

    @Option(help: ArgumentHelp("A number for the file of rows.", valueName: "number"))
    var round = 1

    /// Seconds for each measurement: short, because what counts is the median of the rounds.
    private static let budget = 1.0

    @concurrent
    func run() async throws {
        peer_blas_use_threads(1)
        var rows: [ResultFile.Row] = []
        for name in work.isEmpty ? MaxSimWork.names(in: options.dataFolder) : work {
            let work = try MaxSimWork(named: name, in: options.dataFolder)
            for system in MaxSimSystem.engine + MaxSimSystem.kernels + [.blas] where isChosen(system) {
                rows += try await measure(system, at: work)
            }
            var comparisons = MaxSimComparison.all(engine: MaxSimSystem.engine, kernels: MaxSimSystem.kernels)
            if name == "W1" { comparisons += MaxSimComparison.mapping }
            for comparison in comparisons where isChosen(comparison.system) {
                rows.append(try await comparison.row(work, budget: Self.budget, commit: options.commit))
            }
        }
        try rows.write(to: options.peersFolder.appending(path: "swift-rag-\(round).json"))
    }

    private func isChosen(_ system: MaxSimSystem) -> Bool { only.map { system.name.contains($0) } ?? true }

    private func measure(_ system: MaxSimSystem, at work: MaxSimWork) async throws -> [ResultFile.Row] {
        let scoreAll = try system.prepare(work)
        var scores: [[Float]] = []
        let timing = try await Timing(budget: Self.budget) { scores = try await scoreAll() }
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
        add("rate", "Gop/s", fair.map { work.operations / $0 / 1e9 })
        if let limit = system.limit, limit.rate(seconds: 0.01) > 0 {
            let peak = try await PeakShare(of: limit, operations: work.operations, budget: Self.budget) {
                scores = try await scoreAll()
            }
            add("share_of_peak", "share", peak.share)
        }
        add("top10_overlap", "share", Sample([work.top10Overlap(scores)]))
        return rows
    }
}
