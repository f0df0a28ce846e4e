// SPDX-License-Identifier: Apache-2.0
import Measurement

/// Collects the rows of our engine on one collection, and shows each as it comes.
struct LexicalRecorder {
    /// The name of the collection.
    let collection: String

    /// The version of our engine.
    let version: String

    /// The rows so far.
    private(set) var rows: [ResultFile.Row] = []

    init(collection: String, version: String) {
        self.collection = collection
        self.version = version
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - metric: What was measured.
    ///   - unit: The unit.
    ///   - sample: The values.
    ///   - part: The kind of query and the depth; empty for the collection as a whole.
    mutating func add(_ metric: String, _ unit: String, _ sample: Sample, at part: String = "") {
        let work = part.isEmpty ? collection : "\(collection)/\(part)"
        rows.append(
            ResultFile.Row(
                work: work, system: "swift-rag", version: version, metric: metric, unit: unit, sample: sample))
        print(work, "swift-rag", metric, sample.median.short, unit)
    }
}
