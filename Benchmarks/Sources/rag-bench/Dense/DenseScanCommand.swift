// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPeerBLAS
import HybridSearch
import Measurement
import RAGCore

struct DenseScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Search by reading all rows, one query a call and in batches, or all codes.",
        discussion: "The machine's limits are measured in between, because its memory is not equally fast at all times."
    )

    @OptionGroup var options: DenseOptions

    @Option(help: ArgumentHelp("A number for the file of rows.", valueName: "number"))
    var round = 1

    private static let depths = [50, 100, 200, 300]
    private static let batchSize = 256

    @concurrent
    func run() async throws {
        peer_blas_use_threads(1)
        let collection = try options.read()
        var recorder = options.recorder
        for precision in VectorField.Precision.allCases {
            let index = try DenseIndex(opening: collection, precision: precision, in: options.indexes)
            try exact(index, collection, precision, recording: &recorder)
            if precision == .float32 {
                try await batch(index, collection, recording: &recorder)
                try codes(index, collection, recording: &recorder)
            }
        }
        try options.write(recorder, "scan-\(round)")
    }

    private func exact(
        _ index: DenseIndex, _ collection: DenseCollection, _ precision: VectorField.Precision,
        recording recorder: inout DenseRecorder
    ) throws {
        let system = "exact \(precision.shortName)"
        let before = MachineLimits.readRate()
        let latency = try recorder.measure("exact", system, queries: 50, nearest: collection.nearest) { query in
            try index.search(collection.queries[query]) { $0.densePlan = .exact }
        }
        let limit = max(before, MachineLimits.readRate())
        let bytes = Double(collection.rows.count * collection.dimension * precision.bytes)
        recorder.add("exact", system, "share_of_read_rate", "share", latency.map { bytes / $0 / limit })
    }

    private func batch(
        _ index: DenseIndex, _ collection: DenseCollection, recording recorder: inout DenseRecorder
    ) async throws {
        let queries = Array(collection.queries.prefix(Self.batchSize))
        var found: [[Int]] = []
        let answer = { found = try index.snapshot.nearest(to: queries).map { $0.map(\.id) } }
        let timing = try Timing(answer)
        var product = LargeProduct()
        let pairs = try await PairedTiming(answer, over: { product.run() })
        let count = Double(queries.count)
        let operations = 2 * count * Double(collection.rows.count * collection.dimension)
        let recall = DenseCollection.recall(found, of: collection.nearest)
        let (part, system) = ("batch-\(Self.batchSize)", "matrix by matrix fp32")
        recorder.add(part, system, "latency_mean", "µs", timing.processor.map { $0 / count * 1e6 })
        recorder.add(part, system, "recall", "share", Sample([recall]))
        recorder.add(part, system, "rate", "Gop/s", timing.processor.map { operations / $0 / 1e9 })
        let share = pairs.processor.map { operations / LargeProduct.operations / $0 }
        recorder.add(part, system, "share_of_blas_rate", "share", share)
    }

    private func codes(
        _ index: DenseIndex, _ collection: DenseCollection, recording recorder: inout DenseRecorder
    ) throws {
        for depth in Self.depths {
            try recorder.measure(
                "codes", "codes rerank \(depth)", queries: 200, nearest: collection.nearest
            ) { query in
                try index.search(collection.queries[query]) {
                    $0.densePlan = .codes
                    $0.rerankDepth = depth
                }
            }
        }
        try recorder.measure("codes", "codes to the bound", queries: 200, nearest: collection.nearest) { query in
            try index.search(collection.queries[query]) { $0.densePlan = .codes }
        }
    }
}
