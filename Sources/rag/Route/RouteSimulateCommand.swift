// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import RoutingPolicy

struct RouteSimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Send a log of contexts through two policies and compare the routes.",
        discussion: """
            The log is JSON Lines: {"unit": ..., "document": {"name": ..., "byteCount": ...}, "attributes": {...}, \
            "at": "2026-01-05T00:00:00Z"}.
            """)

    @Argument(help: "The policy before.")
    var old: PolicySource

    @Argument(help: "The policy after.")
    var new: PolicySource

    @Option(help: "The log.")
    var log: String

    @Option(help: "How many differing records to show.")
    var examples = 10

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        struct Transition: Encodable {
            var old: Route
            var new: Route
            var count: Int
        }
        struct Example: Encodable {
            var record: Int
            var old: Decision
            var new: Decision
        }
        struct Totals: Encodable {
            var old: RouteFigures
            var new: RouteFigures
        }

        var records: Int
        var changed: Int
        var transitions: [Transition]
        var totals: Totals?
        var examples: [Example]
    }

    func run() async throws {
        let simulation = Simulation(
            of: try RoutingRecord.read(jsonLines: RouteFile.read(log)), from: try PolicySnapshot(old.load()),
            to: try PolicySnapshot(new.load()), exampleLimit: max(examples, 0))
        if json { try Console.json(report(simulation)) } else { print(simulation) }
    }

    private func report(_ simulation: Simulation) -> Report {
        Report(
            records: simulation.count, changed: simulation.changedCount,
            transitions: simulation.transitions
                .map { Report.Transition(old: $0.key.old, new: $0.key.new, count: $0.value) }
                .sorted { ($0.old.rawValue, $0.new.rawValue) < ($1.old.rawValue, $1.new.rawValue) },
            totals: simulation.totals.map { Report.Totals(old: $0.old, new: $0.new) },
            examples: simulation.examples.map { Report.Example(record: $0.index, old: $0.old, new: $0.new) })
    }
}
#endif
