// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import HybridSearch
import Measurement
import RAGCore

struct LexicalIndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Index a collection: rate, size and memory.")

    @OptionGroup var options: SuiteOptions

    @Option(help: ArgumentHelp("The collection.", valueName: "name"))
    var collection = "z200k"

    /// How often a collection is indexed at most, and for how many seconds no more run begins, as with the peers.
    private static let runs = 3
    private static let budget = Duration.seconds(10)

    func run() throws {
        let collection = LexicalCollection(named: collection, in: options.dataFolder)
        let texts = try collection.texts()
        let postings = try collection.postingCount()
        var recorder = LexicalRecorder(collection: collection.name, version: options.commit)
        PeakMemory.reset()
        var rates: [Double] = []
        let clock = ContinuousClock()
        let start = clock.now
        while rates.isEmpty || (rates.count < Self.runs && clock.now - start < Self.budget) {
            try? FileManager.default.removeItem(at: collection.index)
            rates.append(try Double(texts.count) / index(texts, in: collection.index))
        }
        recorder.add("index_rate", "documents/s", Sample(rates))
        recorder.add("peak_memory", "MB", Sample([PeakMemory.bytes / 1e6]))
        let lexical = try Self.size(of: collection.index) { $0.hasSuffix(".text.rag") }
        recorder.add("index_size", "bytes/posting", Sample([lexical / postings]))
        let whole = try Self.size(of: collection.index) { _ in true }
        recorder.add("index_size_with_documents", "bytes/posting", Sample([whole / postings]))
        recorder.add("index_file_size", "MB", Sample([lexical / 1e6]))
        recorder.add("document_count", "documents", Sample([Double(texts.count)]))
        try recorder.rows.write(to: options.peersFolder.appending(path: "index-swift-rag-\(collection.name).json"))
    }

    /// The processor time in seconds from text to a committed index.
    private func index(_ texts: [String], in folder: URL) throws -> Double {
        // As the peers do: frequencies without positions.
        var writer = try IndexWriter(
            at: folder.path, IndexConfiguration(analyzer: WhitespaceAnalyzer(), storesPositions: false))
        return try ThreadClock.measure {
            for (row, text) in texts.enumerated() { try writer.add(Document(id: DocumentID("\(row)"), text: text)) }
            _ = try writer.commit()
        }
    }

    private static func size(of folder: URL, where counts: (String) -> Bool) throws -> Double {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try files.filter(counts).reduce(0) { sum, file in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: file).path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + (attributes[.size] as? NSNumber ?? 0).doubleValue
        }
    }
}
