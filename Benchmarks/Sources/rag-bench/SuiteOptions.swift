// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

/// What every suite is told.
struct SuiteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the suite's data.", valueName: "folder"))
    var data: String

    @Option(help: ArgumentHelp("The folder of the rows that the peers wrote.", valueName: "folder"))
    var peers: String

    @Option(help: ArgumentHelp("The folder for the result file.", valueName: "folder"))
    var results: String

    @Option(help: ArgumentHelp("The commit that is measured.", valueName: "id"))
    var commit = "unknown"

    var dataFolder: URL { URL(filePath: data, directoryHint: .isDirectory) }
    var peersFolder: URL { URL(filePath: peers, directoryHint: .isDirectory) }
    var resultsFolder: URL { URL(filePath: results, directoryHint: .isDirectory) }
}
