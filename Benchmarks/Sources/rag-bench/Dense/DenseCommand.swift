// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPeerBLAS
import Foundation
import Measurement

struct DenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dense",
        abstract: "Dense search: time and recall of every plan, filtered and in batches; build and hybrid queries.",
        discussion: """
            Every collection has rows of the peers, which measured the same queries; all are joined and held against the \
            goals.
            """)

    @OptionGroup var options: SuiteOptions

    @Option(help: ArgumentHelp("A collection; may be given several times.", valueName: "name"))
    var collection = ["c100k", "w100k", "c1m"]

    @Option(help: ArgumentHelp("The collection whose rows get texts for hybrid queries.", valueName: "name"))
    var hybridCollection: String?

    @Flag(help: "Ask fewer queries.")
    var quick = false

    func run() throws {
        peer_blas_use_threads(1)
        let limits = MachineLimits.measured()
        let indexes = options.dataFolder.appending(path: "indexes")
        try FileManager.default.createDirectory(at: indexes, withIntermediateDirectories: true)
        let passes = quick ? 2 : 3
        var rows: [ResultFile.Row] = []
        for name in collection {
            var recorder = DenseRecorder(collection: name, version: options.commit, passes: passes)
            let collection = try DenseCollection(named: name, in: options.dataFolder)
            try DenseMeasurement(collection: collection, isQuick: quick, folder: indexes).run(recording: &recorder)
            rows += recorder.rows
        }
        if let hybridCollection {
            var recorder = DenseRecorder(collection: hybridCollection, version: options.commit, passes: passes)
            let collection = try DenseCollection(named: hybridCollection, in: options.dataFolder)
            try HybridMeasurement(collection: collection, folder: indexes).run(recording: &recorder)
            rows += recorder.rows
        }
        rows += try ResultFile.rows(in: options.peersFolder)
        let result = ResultFile(
            name: "dense", commit: options.commit, limits: limits, rows: rows,
            goals: DenseGoals(rows: rows, limits: limits).goals)
        try result.write(into: options.resultsFolder)
    }
}
