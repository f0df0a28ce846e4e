// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import Measurement
import RAGCore

/// Measures our engine on one collection.
struct LexicalMeasurement {
    /// The rows so far.
    private(set) var rows: [ResultFile.Row] = []

    private let collection: LexicalCollection
    private let version: String

    /// Measures everything.
    ///
    /// - Parameters:
    ///   - collection: The collection.
    ///   - depths: How many hits a search returns, one after the other.
    ///   - folder: A folder for the index.
    ///   - version: The version of our engine.
    /// - Throws: An error of the engine.
    init(of collection: LexicalCollection, depths: [Int], indexIn folder: URL, version: String) throws {
        self.collection = collection
        self.version = version
        let snapshot = try index(in: folder)
        for set in collection.querySets {
            for depth in depths { try search(snapshot, set, depth: depth) }
            let rankings = try set.queries.map { try snapshot.rows(matching: HybridQuery($0, mode: .sparse)).map(\.id) }
            add("\(set.kind)/top-10", "oracle_overlap", "share", Sample([set.overlap(rankings)]))
        }
    }

    /// Indexes the collection and saves the index, as the peers do.
    private mutating func index(in folder: URL) throws -> IndexSnapshot {
        PeakMemory.reset()
        // As the peers do: frequencies without positions.
        var writer = try IndexWriter(
            at: folder.path, IndexConfiguration(analyzer: WhitespaceAnalyzer(), storesPositions: false))
        var snapshot = try writer.commit()
        let seconds = try ThreadClock.measure {
            for (row, text) in collection.texts.enumerated() {
                try writer.add(Document(id: DocumentID("\(row)"), text: text))
            }
            snapshot = try writer.commit()
        }
        add("", "index_rate", "documents/s", Sample([Double(collection.texts.count) / seconds]))
        add("", "index_size", "MB", Sample([try Self.size(of: folder) / 1e6]))
        add("", "peak_memory", "MB", Sample([PeakMemory.bytes / 1e6]))
        return snapshot
    }

    private mutating func search(
        _ snapshot: IndexSnapshot, _ set: LexicalCollection.QuerySet, depth: Int
    ) throws {
        let queries = set.queries.map { HybridQuery($0, mode: .sparse, limit: depth) }
        var passes: [Sample] = []
        let clock = ContinuousClock()
        let start = clock.now
        // The first pass warms up; later ones count until there are five or the time is up.
        for pass in 0...5 where pass <= 1 || clock.now - start < .seconds(20) {
            let times = try queries.map { query in
                try ThreadClock.measure { _ = try snapshot.rows(matching: query) } * 1e6
            }
            if pass > 0 { passes.append(Sample(times)) }
        }
        let work = "\(set.kind)/top-\(depth)"
        add(work, "latency_mean", "µs", Sample(passes.map(\.mean)))
        add(work, "latency_p50", "µs", Sample(passes.map { $0.percentile(0.5) }))
        add(work, "latency_p95", "µs", Sample(passes.map { $0.percentile(0.95) }))
    }

    private mutating func add(_ part: String, _ metric: String, _ unit: String, _ sample: Sample) {
        let work = part.isEmpty ? collection.name : "\(collection.name)/\(part)"
        rows.append(
            ResultFile.Row(
                work: work, system: "swift-rag", version: version, metric: metric, unit: unit, sample: sample))
    }

    private static func size(of folder: URL) throws -> Double {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try files.reduce(0) { sum, file in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: file).path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + (attributes[.size] as? NSNumber ?? 0).doubleValue
        }
    }
}
