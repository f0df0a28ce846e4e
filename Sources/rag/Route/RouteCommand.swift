// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser

struct RouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Decide where documents go, explain it, and test routing policies.",
        discussion: """
            A POLICY is a file of JSON, or a preset: async-rag, async-rag:PROFILE with a bucketing profile such as \
            unleash, or pipeline-lane.
            """,
        subcommands: [
            RouteDecideCommand.self, RouteExplainCommand.self, RouteValidateCommand.self, RouteAnalyzeCommand.self,
            RouteSimulateCommand.self, RouteDiffCommand.self, RouteCheckCommand.self,
        ])
}
#endif
