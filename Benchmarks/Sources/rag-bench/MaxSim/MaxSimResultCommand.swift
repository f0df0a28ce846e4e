// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

struct MaxSimResultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "Join the rows of all systems and rounds, and hold them against the goals.")

    @OptionGroup var options: SuiteOptions

    func run() throws {
        try options.writeResult(of: "maxsim") { MaxSimGoals(rows: $0).goals }
    }
}
