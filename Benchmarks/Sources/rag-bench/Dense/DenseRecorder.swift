// SPDX-License-Identifier: Apache-2.0
import Measurement

/// Measures searches of our engine on one collection, collects their rows and shows each as it comes.
struct DenseRecorder {
    /// The name of the collection.
    let collection: String

    /// The version of our engine.
    let version: String

    /// How many passes over the queries count, after one that warms up.
    let passes: Int

    /// The rows so far.
    private(set) var rows: [ResultFile.Row] = []

    init(collection: String, version: String, passes: Int) {
        self.collection = collection
        self.version = version
        self.passes = passes
    }

    /// Measures a search of one query a call.
    ///
    /// - Parameters:
    ///   - part: The piece of work.
    ///   - system: How the engine was used.
    ///   - count: How many queries.
    ///   - nearest: What each should find; the first pass compares.
    ///   - search: Finds the rows for the query of a number.
    /// - Returns: The seconds of a search, the mean of each pass.
    @discardableResult
    mutating func measure(
        _ part: String, _ system: String, queries count: Int, nearest: [Set<Int>],
        _ search: (Int) throws -> [Int]
    ) rethrows -> Sample {
        let found = try (0..<count).map { try search($0) }
        let times = try (0..<passes).map { _ in
            try ThreadClock.measure { for query in 0..<count { _ = try search(query) } } / Double(count)
        }
        let latency = Sample(times)
        add(part, system, "latency_mean", "µs", latency.map { $0 * 1e6 })
        add(part, system, "recall", "share", Sample([DenseCollection.recall(found, of: nearest)]))
        return latency
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - part: The piece of work.
    ///   - system: How the engine was used.
    ///   - metric: What was measured.
    ///   - unit: The unit.
    ///   - sample: The values.
    mutating func add(_ part: String, _ system: String, _ metric: String, _ unit: String, _ sample: Sample) {
        let row = ResultFile.Row(
            work: "\(collection)/\(part)", system: "swift-rag \(system)", version: version, metric: metric, unit: unit,
            sample: sample)
        rows.append(row)
        print(row.work, row.system, metric, sample.median.short, unit)
    }
}
