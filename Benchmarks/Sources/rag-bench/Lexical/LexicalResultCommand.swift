// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Measurement

struct LexicalResultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "Join the rows of all systems and rounds, and hold them against the goals.")

    @OptionGroup var options: SuiteOptions

    func run() throws {
        let rows = try ResultFile.rows(in: options.peersFolder).joiningRounds.oursFirst
        let result = ResultFile(
            name: "lexical", commit: options.commit, limits: MachineLimits.measured(), rows: rows,
            goals: LexicalGoals(rows: rows).goals)
        try result.write(into: options.resultsFolder)
    }
}
