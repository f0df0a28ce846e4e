// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Measurement

struct DenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dense",
        abstract: "Dense search: time and recall of every plan, filtered and in batches; build and hybrid queries.",
        discussion: """
            All but 'result' write rows for one collection beside those of the peers, so that the systems can take turns; \
            'result' joins the rows of all rounds and holds them against the goals.
            """,
        subcommands: [
            DenseIndexCommand.self, DenseScanCommand.self, DenseSearchCommand.self, DenseHybridCommand.self,
            DenseResultCommand.self,
        ],
        defaultSubcommand: DenseSearchCommand.self)
}

/// What the measurements of one collection are told.
struct DenseOptions: ParsableArguments {
    @OptionGroup var suite: SuiteOptions

    @Option(help: ArgumentHelp("The collection.", valueName: "name"))
    var collection = "c100k"

    @Flag(help: "Ask fewer queries.")
    var quick = false

    /// Where indexes are.
    var indexes: URL { suite.dataFolder.appending(path: "indexes") }

    /// Reads the collection.
    func read() throws -> DenseCollection { try DenseCollection(named: collection, in: suite.dataFolder) }

    /// Collects rows of this collection.
    var recorder: DenseRecorder {
        DenseRecorder(collection: collection, version: suite.commit, passes: quick ? 2 : 3)
    }

    /// Writes rows beside those of the peers.
    ///
    /// - Parameters:
    ///   - recorder: What was measured.
    ///   - part: The part of the suite, and the number of the round if there are several.
    /// - Throws: An error of the file system.
    func write(_ recorder: DenseRecorder, _ part: String) throws {
        try recorder.rows.write(to: suite.peersFolder.appending(path: "swift-rag-\(collection)-\(part).json"))
    }
}
