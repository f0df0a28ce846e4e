// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import Measurement
import RAGCore

/// Everything that the suite measures of our engine on one collection.
struct DenseMeasurement {
    /// The collection.
    let collection: DenseCollection

    /// Whether few queries will do.
    let isQuick: Bool

    /// Where indexes go.
    let folder: URL

    private static let targets = [0.8, 0.9, 0.95, 0.98, 0.99, 0.995]
    private static let depths = [50, 100, 200, 300]
    private static let batchSize = 256

    /// Measures it.
    func run(recording recorder: inout DenseRecorder) throws {
        let full = try DenseIndex(collection, precision: .float32, in: folder)
        recorder.add("build", "default", "build_time", "s", Sample([full.buildTime]))
        try exact(full, "fp32", recording: &recorder)
        try batch(full, recording: &recorder)
        try codes(full, recording: &recorder)
        try lists(full, "fp32", recording: &recorder)
        try filters(full, recording: &recorder)
        for (name, precision) in [("fp16", VectorField.Precision.float16), ("int8", .int8)] {
            let index = try DenseIndex(collection, precision: precision, in: folder)
            try exact(index, name, recording: &recorder)
            try lists(index, name, recording: &recorder)
        }
    }

    private var queries: Int { isQuick ? min(200, collection.queries.count) : collection.queries.count }

    private func exact(_ index: DenseIndex, _ name: String, recording recorder: inout DenseRecorder) throws {
        try recorder.measure("exact", "exact \(name)", queries: 50, nearest: collection.nearest) { query in
            try index.search(collection.queries[query]) { $0.densePlan = .exact }
        }
    }

    private func batch(_ index: DenseIndex, recording recorder: inout DenseRecorder) throws {
        let queries = Array(collection.queries.prefix(Self.batchSize))
        var found: [[Int]] = []
        let timing = try Timing { found = try index.snapshot.nearest(to: queries).map { $0.map(\.id) } }
        let count = Double(queries.count)
        recorder.add(
            "batch-256", "matrix by matrix fp32", "latency_mean", "µs", timing.processor.map { $0 / count * 1e6 })
        recorder.add(
            "batch-256", "matrix by matrix fp32", "recall", "share",
            Sample([DenseCollection.recall(found, of: collection.nearest)]))
        let operations = 2 * count * Double(collection.rows.count * collection.dimension)
        recorder.add(
            "batch-256", "matrix by matrix fp32", "rate", "Gop/s", timing.processor.map { operations / $0 / 1e9 })
    }

    private func codes(_ index: DenseIndex, recording recorder: inout DenseRecorder) throws {
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

    private func lists(_ index: DenseIndex, _ name: String, recording recorder: inout DenseRecorder) throws {
        for target in Self.targets {
            try recorder.measure(
                "ann", "lists target \(target) \(name)", queries: queries, nearest: collection.nearest
            ) { query in
                try index.search(collection.queries[query]) { $0.targetRecall = target }
            }
        }
    }

    private func filters(_ index: DenseIndex, recording recorder: inout DenseRecorder) throws {
        for (share, nearest) in collection.nearestKept {
            try recorder.measure("keep-\(share)", "target 0.99", queries: nearest.count, nearest: nearest) { query in
                try index.search(collection.queries[query], keeping: share) { $0.targetRecall = 0.99 }
            }
        }
    }
}
