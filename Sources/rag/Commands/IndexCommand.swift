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
            held before is replaced at the end, at once; if anything fails before, it stays as it was. With --update \
            only what is new, changed or gone is indexed, replaced or deleted.

            EXAMPLES
              rag index ~/notes --index ~/notes.rag
              rag index ~/notes --index ~/notes.rag --update
              zcat dump.jsonl.gz | rag index - --index dump.rag
            """)

    @Argument(help: "Folders and files, or - for JSON Lines on standard input.")
    var paths: [String]

    @Option(help: ArgumentHelp("The folder of the index.", valueName: "folder"))
    var index: String

    @Flag(help: "Index only what has changed since the index was made, and delete what is gone.")
    var update = false

    @Option(
        help: ArgumentHelp(
            "How text becomes terms: \(TextAnalyzers.names.joined(separator: ", ")).", valueName: "name"))
    var analyzer: String?

    @Flag(help: "Leave out documents that cannot be read, and count them, instead of stopping at the first.")
    var skipInvalid = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        var index: String
        var documents: Int
        var added: Int
        var replaced: Int
        var deleted: Int
        var skipped: Int
        var seconds: Double
        var documentsPerSecond: Double
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var corpus = Corpus(
            paths.map { CorpusInput(argument: $0) }, invalidDocuments: skipInvalid ? .skip : .stop)
        var update = try IndexUpdate(of: index, isUpdate: update, analyzer: analyzer)
        while let document = try corpus.next() {
            try update.take(document)
            if update.documentCount.isMultiple(of: 1000) {
                try Task.checkCancellation()
                let rate = Double(update.documentCount) / (clock.now - start).seconds
                Console.progress("\(update.documentCount.grouped) documents, \(Int(rate).grouped) a second")
            }
        }
        Console.progress("")
        report(corpus.report)
        guard update.documentCount > 0 else {
            throw CommandFailure(
                description: "no documents in \(paths.joined(separator: ", ")); the index was not written")
        }
        try update.finish()

        let seconds = (clock.now - start).seconds
        let result = Report(
            index: index, documents: update.documentCount, added: update.added, replaced: update.replaced,
            deleted: update.deleted, skipped: corpus.report.invalidDocuments, seconds: seconds,
            documentsPerSecond: Double(update.documentCount) / seconds)
        if json {
            try Console.json(result)
        } else {
            let changes =
                self.update
                ? "; \(result.added.grouped) new, \(result.replaced.grouped) changed, \(result.deleted.grouped) gone"
                : ""
            print(
                "indexed \(result.documents.grouped) documents in \(seconds.formatted(decimals: 2)) s "
                    + "(\(Int(result.documentsPerSecond).grouped) a second) into \(index)\(changes)")
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
