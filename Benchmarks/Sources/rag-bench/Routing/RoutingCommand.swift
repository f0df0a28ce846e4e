// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Measurement

struct RoutingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routing",
        abstract: "Routing: time of decisions, explanations and compilation, and of readers while policies change.")

    @OptionGroup var options: SuiteOptions

    func run() throws {
        let work = try RoutingWork(in: options.dataFolder)
        var measurement = RoutingMeasurement(version: options.commit)
        try measurement.decide(work)
        try measurement.explain(work)
        try measurement.compile(ruleCount: 1000)
        try measurement.read(work, readers: 4)
        var rows = measurement.rows + (try ResultFile.rows(in: options.peersFolder))
        rows += try RoutingAgreement(work, in: options.dataFolder, peers: rows).rows
        let result = ResultFile(
            name: "routing", commit: options.commit, limits: [:], rows: rows, goals: RoutingGoals(rows: rows).goals)
        try result.write(into: options.resultsFolder)
    }
}
