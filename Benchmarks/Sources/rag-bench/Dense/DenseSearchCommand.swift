// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HybridSearch

struct DenseSearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search as the planner does: recalls that are asked for, and filters.")

    @OptionGroup var options: DenseOptions

    private static let targets = [0.8, 0.9, 0.95, 0.98, 0.99, 0.995]

    func run() throws {
        let collection = try options.read()
        var recorder = options.recorder
        for precision in VectorField.Precision.allCases {
            let index = try DenseIndex(opening: collection, precision: precision, in: options.indexes)
            try lists(index, collection, precision, recording: &recorder)
            if precision == .float32 { try filters(index, collection, recording: &recorder) }
        }
        try options.write(recorder, "search")
    }

    private func lists(
        _ index: DenseIndex, _ collection: DenseCollection, _ precision: VectorField.Precision,
        recording recorder: inout DenseRecorder
    ) throws {
        let queries = options.quick ? min(200, collection.queries.count) : collection.queries.count
        for target in Self.targets {
            let system = "lists target \(target) \(precision.shortName)"
            try recorder.measure("ann", system, queries: queries, nearest: collection.nearest) { query in
                try index.search(collection.queries[query]) { $0.targetRecall = target }
            }
        }
    }

    private func filters(
        _ index: DenseIndex, _ collection: DenseCollection, recording recorder: inout DenseRecorder
    ) throws {
        for (share, nearest) in collection.nearestKept {
            try recorder.measure("keep-\(share)", "target 0.99", queries: nearest.count, nearest: nearest) { query in
                try index.search(collection.queries[query], keeping: share) { $0.targetRecall = 0.99 }
            }
        }
    }
}
