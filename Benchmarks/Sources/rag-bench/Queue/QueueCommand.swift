// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Measurement
import PipelineInMemory
import PipelineSQLite

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Measure the queues beside bare SQL on the same engine and disk.")

    @Option(help: ArgumentHelp("The folder for the databases; they are made anew.", valueName: "folder"))
    var data: String

    @Option(help: ArgumentHelp("The folder for the result file.", valueName: "folder"))
    var results: String

    @Option(help: ArgumentHelp("The commit that is measured.", valueName: "id"))
    var commit = "unknown"

    func run() async throws {
        let folder = URL(filePath: data, directoryHint: .isDirectory)
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var rows: [ResultFile.Row] = []
        for batch in [1, 10, 100] { try await measureBatch(batch, in: folder, into: &rows) }
        let latencies = Sample(try await measurePush(folder.appending(path: "push.sqlite").path, commits: 1_000))
        let percentile = Sample([latencies.percentile(0.99)])
        rows.append(
            ResultFile.Row(
                work: "push", system: "PipelineSQLite", version: "", metric: "p99", unit: "ms", sample: percentile))
        var goals: [ResultFile.Goal] = []
        for step in ["enqueue", "lease", "complete"] {
            let own = rows.value("batch 10", "PipelineSQLite", step)
            let bare = rows.value("batch 10", "bare SQL", step)
            goals.append(
                "\(step) at batch 10, against bare SQL", atLeast: 0.8,
                value: own.flatMap { own in bare.map { own / $0 } })
        }
        goals.append(
            "jobs a second batched by 10", atLeast: 10_000, value: rows.value("batch 10", "PipelineSQLite", "total"))
        goals.append(
            "operations a second in memory", atLeast: 1_000_000,
            value: rows.value("batch 10", "PipelineInMemory", "total").map { $0 * 3 })
        goals.append("p99 from commit to subscriber", atMost: 20, value: latencies.percentile(0.99))
        try ResultFile(name: "queue", commit: commit, limits: [:], rows: rows, goals: goals)
            .write(into: URL(filePath: results, directoryHint: .isDirectory))
        for goal in goals {
            print("\(goal.met ? "met   " : "missed") \(goal.goal): \(goal.value), wanted \(goal.target)")
        }
    }

    /// Five runs of each system, one after the other, so that a noisy moment hits all of them.
    private func measureBatch(_ batch: Int, in folder: URL, into rows: inout [ResultFile.Row]) async throws {
        let measurement = QueueMeasurement(jobs: batch == 1 ? 1_000 : 5_000, batch: batch)
        let smallest = try SmallestQueue(path: folder.appending(path: "smallest-\(batch).sqlite").path)
        let path = folder.appending(path: "own-\(batch).sqlite").path
        let backend = try await SQLiteBackend(path: path)
        let bare = try SameTableQueue(path: path)
        let memory = InMemoryBackend()
        let large = QueueMeasurement(jobs: 100_000, batch: batch)
        var rates: [String: [QueueMeasurement.Rates]] = [:]
        for run in 0..<5 {
            rates["smallest SQL", default: []].append(try await measurement.measure(smallest, run: run))
            rates["bare SQL", default: []].append(try await measurement.measure(bare, run: run))
            rates["PipelineSQLite", default: []].append(try await measurement.measure(backend, run: run))
            rates["PipelineInMemory", default: []].append(try await large.measure(memory, run: run))
        }
        let steps: [(String, KeyPath<QueueMeasurement.Rates, Double>)] = [
            ("enqueue", \.enqueue), ("lease", \.lease), ("complete", \.complete), ("total", \.total),
        ]
        for (system, runs) in rates.sorted(by: { $0.key < $1.key }) {
            for (metric, value) in steps {
                rows.append(
                    ResultFile.Row(
                        work: "batch \(batch)", system: system, version: "", metric: metric, unit: "jobs/s",
                        sample: Sample(runs.map { $0[keyPath: value] })))
            }
        }
    }
}
