// SPDX-License-Identifier: Apache-2.0
import Measurement

extension SuiteOptions {
    /// Joins the rows of all systems and rounds, holds them against goals and writes the result file.
    ///
    /// - Parameters:
    ///   - suite: The name of the suite.
    ///   - goals: The goals, with what the joined rows say of them.
    /// - Throws: An error of the file system, or one of decoding.
    func writeResult(of suite: String, goals: ([ResultFile.Row]) -> [ResultFile.Goal]) throws {
        let rows = try ResultFile.rows(in: peersFolder).joiningRounds.oursFirst
        let result = ResultFile(
            name: suite, commit: commit, limits: MachineLimits.measured(), rows: rows, goals: goals(rows))
        try result.write(into: resultsFolder)
    }
}
