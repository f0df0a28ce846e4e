// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPeerBLAS
import Foundation
import Measurement
import TextEmbeddings

struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract:
            "Text embedding: time and rate by precision, batch, length and threads, and agreement with the reference.")

    @OptionGroup var options: SuiteOptions

    @concurrent
    func run() async throws {
        peer_blas_use_threads(1)
        let limits = MachineLimits.measured()
        let works = try EmbedWork.all(in: options.dataFolder)
        let folder = options.dataFolder.appending(path: "model").path
        var rows: [ResultFile.Row] = []
        for (name, precision) in [("fp32", WeightPrecision.float32), ("int8", .int8)] {
            PeakMemory.reset()
            let encoder = try TextEncoder(modelFolder: folder, precision: precision)
            for work in works {
                for threads in [1, 2] {
                    rows += try await measure(encoder, "swift-rag \(name)", at: work, threads: threads)
                }
            }
            rows += memory(encoder, "swift-rag \(name)")
        }
        rows += try ResultFile.rows(in: options.peersFolder)
        let result = ResultFile(
            name: "embed", commit: options.commit, limits: limits, rows: rows,
            goals: EmbedGoals(rows: rows, limits: limits, works: works.map(\.name)).goals)
        try result.write(into: options.resultsFolder)
    }

    private func measure(
        _ encoder: TextEncoder, _ name: String, at work: EmbedWork, threads: Int
    ) async throws -> [ResultFile.Row] {
        var vectors: [[Float]] = []
        let timing = try await Timing(most: 200) {
            vectors =
                threads == 1
                ? encoder.embed(work.texts)
                : try await encoder.embed(work.texts, threads: threads)
        }
        let shape = encoder.configuration
        let operations = work.operations(
            hidden: shape.hiddenSize, inner: shape.intermediateSize, layers: shape.layerCount)
        let fair = threads == 1 ? timing.processor : timing.wall
        var rows: [ResultFile.Row] = []
        func add(_ metric: String, _ unit: String, _ sample: Sample) {
            rows.append(
                ResultFile.Row(
                    work: "\(work.name)/\(threads)-thread", system: name, version: options.commit, metric: metric,
                    unit: unit, sample: sample))
        }
        add("wall_time", "ms/batch", timing.wall.map { $0 * 1e3 })
        if threads == 1 { add("cpu_time", "ms/batch", timing.processor.map { $0 * 1e3 }) }
        add("rate", "Gop/s", fair.map { operations / $0 / 1e9 })
        add("least_cosine", "share", Sample([work.leastCosine(vectors)]))
        return rows
    }

    private func memory(_ encoder: TextEncoder, _ name: String) -> [ResultFile.Row] {
        [("peak_resident", PeakMemory.bytes), ("weights", Double(encoder.weightBytes))].map { metric, bytes in
            ResultFile.Row(
                work: "all", system: name, version: options.commit, metric: metric, unit: "MB",
                sample: Sample([bytes / 1e6]))
        }
    }
}
