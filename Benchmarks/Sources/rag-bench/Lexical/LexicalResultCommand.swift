// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

struct LexicalResultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "Join the rows of all systems and rounds, and hold them against the goals.")

    @OptionGroup var options: SuiteOptions

    func run() throws {
        try options.writeResult(of: "lexical") { LexicalGoals(rows: $0).goals }
    }
}
