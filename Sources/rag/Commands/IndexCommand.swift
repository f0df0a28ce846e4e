// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import _CorpusFiles

struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Index documents so that they can be searched.",
        discussion: """
            Reads folders and files of text (.txt, .md, .html), and JSON Lines (.jsonl, .jsonl.gz) with one object a \
            line: {"id": "...", "title": "...", "text": "..."}; title may be left out. The index that the folder \
            held before is replaced at the end, at once; if anything fails before, it stays as it was.

            EXAMPLES
              rag index ~/notes --index ~/notes.rag
              zcat dump.jsonl.gz | rag index - --index dump.rag
            """)

    @Argument(help: "Folders and files, or - for JSON Lines on standard input.")
    var paths: [String]

    @Option(help: ArgumentHelp("The folder of the index.", valueName: "folder"))
    var index: String

    @Flag(help: "Leave out documents that cannot be read, and count them, instead of stopping at the first.")
    var skipInvalid = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        var index: String
        var documents: Int
        var skipped: Int
        var seconds: Double
        var documentsPerSecond: Double
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var corpus = Corpus(
            paths.map { CorpusInput(argument: $0) }, invalidDocuments: skipInvalid ? .skip : .stop)
        var writer = try IndexWriter(at: index, replacing: true)
        while let document = try corpus.next() {
            try writer.add(document)
            if writer.documentCount.isMultiple(of: 1000) {
                try Task.checkCancellation()
                let rate = Double(writer.documentCount) / (clock.now - start).seconds
                Console.progress("\(writer.documentCount.grouped) documents, \(Int(rate).grouped) a second")
            }
        }
        Console.progress("")
        report(corpus.report)
        guard writer.documentCount > 0 else {
            throw CommandFailure(
                description: "no documents in \(paths.joined(separator: ", ")); the index was not written")
        }
        try writer.commit()

        let seconds = (clock.now - start).seconds
        let result = Report(
            index: index, documents: writer.documentCount, skipped: corpus.report.invalidDocuments, seconds: seconds,
            documentsPerSecond: Double(writer.documentCount) / seconds)
        if json {
            try Console.json(result)
        } else {
            print(
                "indexed \(result.documents.grouped) documents in \(seconds.formatted(decimals: 2)) s "
                    + "(\(Int(result.documentsPerSecond).grouped) a second) into \(index)")
        }
    }

    private func report(_ report: CorpusReport) {
        if report.invalidDocuments > 0 {
            Console.error("rag: left out \(report.invalidDocuments.grouped) invalid documents, the first of them:")
            for error in report.firstErrors { Console.error("  \(error)") }
        }
        if !report.unknownFiles.isEmpty {
            let kinds = report.unknownFiles.sorted { $0.value > $1.value }.prefix(5)
                .map { "\($0.value.grouped) \($0.key.isEmpty ? "without extension" : "." + $0.key)" }
            Console.error("rag: left out files of other kinds: \(kinds.joined(separator: ", "))")
        }
    }
}
#endif
