// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Measurement

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Render the result files as one page of Markdown.")

    @Option(help: ArgumentHelp("The folder of the result files.", valueName: "folder"))
    var results: String

    @Option(help: ArgumentHelp("The page to write.", valueName: "file"))
    var output: String

    func run() throws {
        let folder = URL(filePath: results, directoryHint: .isDirectory)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let results = try files.map { try ResultFile(contentsOf: $0) }
        let target = URL(filePath: output)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try BenchmarkPage(results: results).markdown.write(to: target, atomically: true, encoding: .utf8)
        let plots = target.deletingLastPathComponent().appending(path: BenchmarkPage.plotFolder)
        try FileManager.default.createDirectory(at: plots, withIntermediateDirectories: true)
        for result in results {
            for (file, chart) in BenchmarkPage.charts(of: result) {
                try chart.svg.write(to: plots.appending(path: file), atomically: true, encoding: .utf8)
            }
        }
    }
}
