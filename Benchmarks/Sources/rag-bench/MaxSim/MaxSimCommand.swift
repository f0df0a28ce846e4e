// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

struct MaxSimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maxsim",
        abstract: "Exact late interaction: time and rate by precision and threads, and agreement of the ten best.",
        discussion: """
            'score' writes rows beside those of the peers, so that the systems can take turns; 'result' joins the rows of all \
            rounds and holds them against the goals.
            """,
        subcommands: [MaxSimScoreCommand.self, MaxSimResultCommand.self],
        defaultSubcommand: MaxSimScoreCommand.self)
}
