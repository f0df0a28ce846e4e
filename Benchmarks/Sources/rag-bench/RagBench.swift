// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@main
struct RagBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rag-bench",
        abstract: "Measure the engines beside their peers.",
        discussion: """
            Each suite writes one result file; the report is rendered from these files alone. The targets of the \
            Makefile beside this package prepare the data, run the peers and then the suite.
            """,
        subcommands: [
            DenseCommand.self, EmbedCommand.self, LexicalCommand.self, MaxSimCommand.self, QueueCommand.self,
            RoutingCommand.self, ReportCommand.self,
        ])
}
