// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HybridSearch
import Measurement

struct DenseIndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Index a collection in every precision: time.")

    @OptionGroup var options: DenseOptions

    func run() throws {
        let collection = try options.read()
        var recorder = options.recorder
        for precision in VectorField.Precision.allCases {
            let time = try DenseIndex.build(collection, precision: precision, in: options.indexes)
            if precision == .float32 { recorder.add("build", "default", "build_time", "s", Sample([time])) }
        }
        try options.write(recorder, "index")
    }
}
