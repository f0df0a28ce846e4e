// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Measurement

struct LexicalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexical",
        abstract: "Indexing and BM25 search: rate, latency, size, memory and agreement with exact scores.")

    @OptionGroup var options: SuiteOptions

    @Option(help: ArgumentHelp("A collection; may be given several times.", valueName: "name"))
    var collection = ["debian", "z200k"]

    @Option(help: ArgumentHelp("How many hits a search returns; may be given several times.", valueName: "count"))
    var depth = [10, 1000]

    func run() throws {
        var rows: [ResultFile.Row] = []
        for name in collection {
            let folder = options.dataFolder.appending(path: "indexes/swift-rag-\(name)")
            try? FileManager.default.removeItem(at: folder)
            let measurement = try LexicalMeasurement(
                of: LexicalCollection(named: name, in: options.dataFolder), depths: depth, indexIn: folder,
                version: options.commit)
            rows += measurement.rows
        }
        rows += try ResultFile.rows(in: options.peersFolder)
        let result = ResultFile(
            name: "lexical", commit: options.commit, limits: MachineLimits.measured(), rows: rows)
        try result.write(into: options.resultsFolder)
    }
}
