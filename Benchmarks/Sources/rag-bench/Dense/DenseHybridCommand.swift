// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import HybridSearch
import Measurement
import RAGCore

struct DenseHybridCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid",
        abstract: "What a hybrid query costs beside its two legs, on made texts with a collection's embeddings.")

    @OptionGroup var options: DenseOptions

    private static let wordsOfText = 59
    private static let vocabulary = 200_000
    private static let queryCount = 300
    private static let passes = 9

    func run() throws {
        let collection = try options.read()
        let (snapshot, texts) = try index(collection)
        var recorder = options.recorder
        // Four words of a document that is there, as somebody would remember it.
        let queries = texts.map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
        // Each leg with as many hits as take part in the fusion, and both with ten.
        let ways: [(name: String, searches: [(mode: HybridQuery.Mode, limit: Int)])] = [
            ("sparse", [(.sparse, 100)]), ("dense", [(.dense, 100)]),
            // Each leg finds the caches as the other left them, as it does in a hybrid query.
            ("both legs in turns", [(.sparse, 100), (.dense, 100)]), ("hybrid", [(.hybrid, 10)]),
        ]
        // In turns, so that a change of the machine's mood strikes all of them; the first pass warms up.
        var times = [[Double]](repeating: [], count: ways.count)
        for pass in 0...Self.passes {
            for (place, way) in ways.enumerated() {
                let time = try ThreadClock.measure {
                    for (text, vector) in zip(queries, collection.queries) {
                        for (mode, limit) in way.searches {
                            _ = try snapshot.rows(matching: HybridQuery(text, vector: vector, mode: mode, limit: limit))
                        }
                    }
                }
                if pass > 0 { times[place].append(time / Double(queries.count) * 1e6) }
            }
        }
        for (way, times) in zip(ways, times) {
            recorder.add("hybrid", way.name, "latency_mean", "µs", Sample(times))
        }
        try options.write(recorder, "hybrid")
    }

    /// Indexes the embeddings with texts of their own.
    ///
    /// - Returns: The index, and the texts that queries are made of.
    private func index(_ collection: DenseCollection) throws -> (snapshot: IndexSnapshot, texts: [String]) {
        var words = ZipfWords(vocabulary: Self.vocabulary, seed: 1)
        let path = options.indexes.appending(path: "\(collection.name)-hybrid").path
        try? FileManager.default.removeItem(atPath: path)
        let field = try VectorField(dimension: collection.dimension, metric: .dotProduct)
        var writer = try IndexWriter(
            at: path, IndexConfiguration(analyzer: WhitespaceAnalyzer(), vectors: field, storesPositions: false))
        var texts: [String] = []
        for (row, embedding) in collection.rows.enumerated() {
            let text = words.text(of: Self.wordsOfText)
            if row < Self.queryCount { texts.append(text) }
            try writer.add(Document(id: DocumentID("\(row)"), text: text), embedding: embedding)
        }
        _ = try writer.commit()
        return (try IndexSnapshot(openingAt: path, analyzer: WhitespaceAnalyzer()), texts)
    }
}

/// Words whose frequencies follow Zipf's law, seeded.
private struct ZipfWords {
    private var cumulative: [Double] = []
    private var state: UInt64

    init(vocabulary: Int, seed: UInt64) {
        state = seed
        var sum = 0.0
        for rank in 1...vocabulary {
            sum += 1 / pow(Double(rank), 1.07)
            cumulative.append(sum)
        }
    }

    mutating func text(of count: Int) -> String {
        (0..<count).map { _ in "w\(word())" }.joined(separator: " ")
    }

    private mutating func word() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Double(state >> 11) * 0x1p-53 * (cumulative.last ?? 0)
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
