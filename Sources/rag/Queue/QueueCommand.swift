// SPDX-License-Identifier: Apache-2.0
#if CommandLine && SQLite
import ArgumentParser
import PipelineProtocols
import PipelineSQLite

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Look at the queues of a store, hold them, and bring back dead jobs.",
        discussion: """
            EXAMPLES
              rag queue stats text --store pipeline.sqlite
              rag queue pause vdr --store pipeline.sqlite
              rag queue dead text --store pipeline.sqlite
              rag queue redrive text --all --store pipeline.sqlite
            """,
        subcommands: [
            QueueStatsCommand.self, QueuePauseCommand.self, QueueResumeCommand.self, QueueDeadCommand.self,
            QueueRedriveCommand.self,
        ])
}

/// The queue that a command is about.
struct QueueArguments: ParsableArguments {
    @Argument(help: "The queue, such as text or vdr.")
    var queue: String

    @OptionGroup var options: PipelineStoreOptions

    var name: QueueName { QueueName(queue) }
}

struct QueueStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "Count the jobs of a queue.")

    @OptionGroup var arguments: QueueArguments

    struct Report: Encodable {
        var queue: String
        var ready: Int
        var delayed: Int
        var leased: Int
        var dead: Int
        var paused: Bool
        var oldestReadySeconds: Double
    }

    func run() async throws {
        let statistics = try await arguments.options.open().statistics(of: arguments.name)
        let report = Report(
            queue: arguments.queue, ready: statistics.ready, delayed: statistics.delayed, leased: statistics.leased,
            dead: statistics.dead, paused: statistics.isPaused, oldestReadySeconds: statistics.oldestReadyAge.seconds)
        guard !arguments.options.json else { return try Console.json(report) }
        print(
            "\(report.queue)\(report.paused ? " (paused)" : ""): \(report.ready.grouped) ready, "
                + "\(report.delayed.grouped) delayed, \(report.leased.grouped) leased, \(report.dead.grouped) dead; "
                + "the oldest has waited for \(statistics.oldestReadyAge.readable)")
    }
}

struct QueuePauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Lend no more jobs of a queue; work in progress goes on.")

    @OptionGroup var arguments: QueueArguments

    func run() async throws {
        try await arguments.options.open().setPaused(true, for: arguments.name)
        try reportPausing(arguments, isPaused: true)
    }
}

struct QueueResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Lend the jobs of a queue again.")

    @OptionGroup var arguments: QueueArguments

    func run() async throws {
        try await arguments.options.open().setPaused(false, for: arguments.name)
        try reportPausing(arguments, isPaused: false)
    }
}

private struct PausingReport: Encodable {
    var queue: String
    var paused: Bool
}

private func reportPausing(_ arguments: QueueArguments, isPaused: Bool) throws {
    guard !arguments.options.json else {
        return try Console.json(PausingReport(queue: arguments.queue, paused: isPaused))
    }
    print("\(arguments.queue) is \(isPaused ? "paused" : "open")")
}
#endif
