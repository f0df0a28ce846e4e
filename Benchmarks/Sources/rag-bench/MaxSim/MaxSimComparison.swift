// SPDX-License-Identifier: Apache-2.0
import Measurement
import VDRMaxSim

/// Two systems of this process at the same work, in turn.
struct MaxSimComparison {
    /// What the comparison shows, as a metric of the first system.
    var metric: String

    /// The system that the row is of.
    var system: MaxSimSystem

    /// What it is compared with.
    var reference: MaxSimSystem

    /// Whether the row says how many times faster the system is, by wall time, instead of how many times longer it takes, by
    /// processor time.
    var isSpeedup: Bool

    /// What the engine adds to the bare kernel, and what a second thread brings.
    static func all(engine: [MaxSimSystem], kernels: [MaxSimSystem]) -> [MaxSimComparison] {
        ["fp32", "int8"].flatMap { precision in
            let own = engine.filter { $0.name == "swift-rag \(precision)" }
            let kernel = kernels.filter { $0.name == "kernel \(precision)" && $0.threads == 1 }
            return zip(own.filter { $0.threads == 1 }, kernel).map {
                MaxSimComparison(metric: "time_over_kernel", system: $0, reference: $1, isSpeedup: false)
            }
                + zip(own.filter { $0.threads == 2 }, own.filter { $0.threads == 1 }).map {
                    MaxSimComparison(metric: "speedup_over_one_thread", system: $0, reference: $1, isSpeedup: true)
                }
        }
    }

    /// What it costs that rows lie in a mapped file.
    static var mapping: [MaxSimComparison] {
        [("fp32", Precision.float32), ("int8", .int8)].map { name, precision in
            MaxSimComparison(
                metric: "speed_over_memory", system: .mappedIndex(name, precision), reference: .index(name, precision),
                isSpeedup: true)
        }
    }

    /// Measures one piece of work for about so many seconds.
    func row(_ work: MaxSimWork, budget: Double, commit: String) async throws -> ResultFile.Row {
        let (first, second) = (try system.prepare(work), try reference.prepare(work))
        let timing = try await PairedTiming(
            budget: budget, { _ = try await first() }, over: { _ = try await second() })
        return ResultFile.Row(
            work: "\(work.name)/\(system.threads)-thread", system: system.name, version: commit, metric: metric,
            unit: "ratio", sample: isSpeedup ? timing.wall.map { 1 / $0 } : timing.processor)
    }
}
