// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import HybridSearch
import Measurement
import RAGCore

struct LexicalSearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Open the index of a collection and search it: time, memory and agreement.")

    @OptionGroup var options: SuiteOptions

    @Option(help: ArgumentHelp("The collection.", valueName: "name"))
    var collection = "z200k"

    @Option(help: ArgumentHelp("How many hits a search returns; may be given several times.", valueName: "count"))
    var depth = [10, 1000]

    @Option(help: ArgumentHelp("How many passes over the queries count, after one that warms up.", valueName: "count"))
    var passes = 2

    @Option(help: ArgumentHelp("A number for the file of rows.", valueName: "number"))
    var round = 1

    func run() throws {
        let collection = LexicalCollection(named: collection, in: options.dataFolder)
        let sets = try collection.querySets()
        var recorder = LexicalRecorder(collection: collection.name, version: options.commit)
        let snapshot = try open(collection, sets, recording: &recorder)
        for set in sets {
            for depth in depth { try search(snapshot, set, depth: depth, recording: &recorder) }
            let rankings = try set.queries.map { try snapshot.rows(matching: HybridQuery($0, mode: .sparse)).map(\.id) }
            recorder.add("oracle_overlap", "share", Sample([set.overlap(rankings)]), at: "\(set.kind)/top-10")
        }
        let file = "search-swift-rag-\(collection.name)-\(round).json"
        try recorder.rows.write(to: options.peersFolder.appending(path: file))
    }

    /// Opens the index; memory is counted beyond what was resident before.
    private func open(
        _ collection: LexicalCollection, _ sets: [LexicalCollection.QuerySet], recording recorder: inout LexicalRecorder
    ) throws -> IndexSnapshot {
        let before = ResidentMemory.bytes
        let clock = ContinuousClock()
        let start = clock.now
        let snapshot = try IndexSnapshot(openingAt: collection.index.path, analyzer: WhitespaceAnalyzer())
        recorder.add("opening_time", "ms", Sample([(clock.now - start) / .milliseconds(1)]))
        recorder.add("resident_after_opening", "MB", Sample([(ResidentMemory.bytes - before) / 1e6]))
        for query in sets.first?.queries ?? [] {
            _ = try snapshot.rows(matching: HybridQuery(query, mode: .sparse))
        }
        recorder.add("resident_after_queries", "MB", Sample([(ResidentMemory.bytes - before) / 1e6]))
        return snapshot
    }

    private func search(
        _ snapshot: IndexSnapshot, _ set: LexicalCollection.QuerySet, depth: Int,
        recording recorder: inout LexicalRecorder
    ) throws {
        let queries = set.queries.map { HybridQuery($0, mode: .sparse, limit: depth) }
        var counted: [Sample] = []
        for pass in 0...passes {
            let times = try queries.map { query in
                try ThreadClock.measure { _ = try snapshot.rows(matching: query) } * 1e6
            }
            if pass > 0 { counted.append(Sample(times)) }
        }
        let work = "\(set.kind)/top-\(depth)"
        recorder.add("latency_mean", "µs", Sample(counted.map(\.mean)), at: work)
        recorder.add("latency_p50", "µs", Sample(counted.map { $0.percentile(0.5) }), at: work)
        recorder.add("latency_p95", "µs", Sample(counted.map { $0.percentile(0.95) }), at: work)
    }
}
