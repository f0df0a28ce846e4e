// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RAGCore
import _CorpusFiles

struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Index documents so that they can be searched.",
        discussion: """
            Reads folders and files of text (.txt, .md, .html), and JSON Lines (.jsonl, .jsonl.gz) with one object a \
            line: {"id": "...", "title": "...", "text": "..."}; title may be left out. Hidden files and \
            the folder of the index itself are left out. The index that the folder held before is replaced at the end, \
            at once; if anything fails before, it stays as it was. With --update only what is new, changed or gone is \
            indexed, replaced or deleted.

            With --embed the index also finds documents by their meaning, by vectors of a model on this machine. A document \
            that is longer than the model reads at once (256 tokens of most) is cut into chunks at paragraphs, else at lines, \
            sentences or words; each has a vector and is found by itself, by words too. With --multi-vector the index has a \
            vector for each token as well, for late interaction. An index remembers its model: --update \
            embeds what is new with it. While a new index is embedded it is committed about once a minute, so that --update \
            goes on where an interrupted run ended.

            EXAMPLES
              rag index ~/notes --index ~/notes.rag
              rag index ~/notes --index ~/notes.rag --embed --precision int8
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

    @Flag(help: "Embed documents, one vector for each chunk, for search in mode dense and hybrid.")
    var embed = false

    @Flag(help: "Embed documents, also a vector for each token, for search in mode vdr.")
    var multiVector = false

    @Option(
        help: ArgumentHelp(
            "The tokens that a chunk of a long document repeats of the one before it. By default an eighth of what the model "
                + "reads at once.", valueName: "tokens"))
    var chunkOverlap: Int?

    @OptionGroup(title: "EMBEDDING") var encoder: EncoderOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard embed || multiVector || update || !(encoder.isGiven || chunkOverlap != nil) else {
            throw ValidationError("--model, --precision and --chunk-overlap belong to --embed or --multi-vector.")
        }
        if let chunkOverlap, chunkOverlap < 0 {
            throw ValidationError("--chunk-overlap is \(chunkOverlap); give 0 or more.")
        }
    }

    /// The result of a run.
    struct Report: Encodable {
        var index: String
        var documents: Int
        var chunks: Int
        var added: Int
        var replaced: Int
        var deleted: Int
        var skipped: Int
        var seconds: Double
        var documentsPerSecond: Double
        var model: String?
        var tokens: Int?
        var tokensPerSecond: Double?
    }

    func run() async throws {
        var corpus = Corpus(
            paths.map { CorpusInput(argument: $0) }, invalidDocuments: skipInvalid ? .skip : .stop, excluding: index)
        let existing = update ? try ExistingIndex(at: index) : try? ExistingIndex(at: index)
        let embedding = try IndexEmbedding(self, existing: update ? existing : nil)
        var update = try IndexUpdate(
            of: index, existing: existing, isUpdate: update, analyzer: analyzer, model: embedding?.model
        ) { try embedding?.tokenVectorStore() }
        let meter = ProgressMeter(
            totalBytes: Console.showsProgress ? totalBytes : nil, countsTokens: embedding != nil)
        do {
            try await fill(&update, from: &corpus, embedding, meter)
        } catch {
            meter.clear()
            if update.committedCount > 0 {
                Console.error(
                    "rag: \(update.committedCount.grouped) documents were indexed before that; with --update the next run "
                        + "goes on from there")
            }
            throw error
        }
        meter.clear()
        show(corpus.report)
        guard update.documentCount > 0 else {
            throw CommandFailure(
                description: "no documents in \(paths.joined(separator: ", ")), so the index was not written; give "
                    + ".txt, .md, .html or .jsonl")
        }
        try update.finish()
        try show(
            Report(
                index: index, documents: update.documentCount, chunks: update.chunkCount, added: update.added,
                replaced: update.replaced, deleted: update.deleted, skipped: corpus.report.invalidDocuments,
                seconds: meter.elapsed.seconds,
                documentsPerSecond: Double(update.documentCount) / meter.elapsed.seconds,
                model: embedding?.model.name, tokens: embedding.map { _ in meter.tokens },
                tokensPerSecond: embedding.map { _ in Double(meter.tokens) / meter.elapsed.seconds }))
    }

    /// Indexes what the index does not hold as it is.
    private func fill(
        _ update: inout IndexUpdate, from corpus: inout Corpus, _ embedding: IndexEmbedding?, _ meter: ProgressMeter
    ) async throws {
        var embedder = try embedding?.embedder()
        var block = DocumentBlock(readsWholeTexts: true)
        while let document = try corpus.next() {
            if update.documentCount.isMultiple(of: 256) {
                try Task.checkCancellation()
                if block.documents.isEmpty { meter.advance(documents: update.documentCount, bytes: corpus.bytesRead) }
            }
            guard try !update.holds(document) else { continue }
            guard embedder != nil else {
                try update.store(document)
                continue
            }
            block.append(document)
            if block.isFull { try await flush(&block, &embedder, into: &update, corpus.bytesRead, meter) }
        }
        if !block.documents.isEmpty { try await flush(&block, &embedder, into: &update, corpus.bytesRead, meter) }
    }

    /// Embeds a block and stores it, for good where the index may grow in steps.
    private func flush(
        _ block: inout DocumentBlock, _ embedder: inout DocumentEmbedder?, into update: inout IndexUpdate,
        _ bytesRead: Int, _ meter: ProgressMeter
    ) async throws {
        let documents = block.removeAll()
        meter.beginBlock(endingAt: bytesRead)
        let vectors = try await embedder?.embed(documents) { meter.show($0) } ?? []
        meter.endBlock(documents: update.documentCount)
        for (document, vectors) in zip(documents, vectors) { try update.store(document, vectors) }
        if update.commitsInIntervals { try update.commit() }
    }

    /// The bytes of all inputs, where they can be told beforehand.
    private var totalBytes: Int? {
        let counts = paths.map { CorpusInput(argument: $0).byteCount }
        return counts.contains(nil) ? nil : counts.reduce(0) { $0 + ($1 ?? 0) }
    }

    private func show(_ report: Report) throws {
        if json { return try Console.json(report) }
        var changes = ""
        if update {
            changes +=
                "; \(report.added.grouped) new, \(report.replaced.grouped) changed, \(report.deleted.grouped) gone"
        }
        if let tokens = report.tokens, tokens > 0, let rate = report.tokensPerSecond, let model = report.model {
            changes += "; \(tokens.grouped) tokens embedded by \(model), \(Int(rate).grouped) a second"
        }
        let chunks = report.chunks == report.documents ? "" : " of \(report.chunks.grouped) chunks"
        print(
            "indexed \(report.documents.grouped) documents\(chunks) in \(report.seconds.formatted(decimals: 2)) s "
                + "(\(Int(report.documentsPerSecond).grouped) a second) into \(index)\(changes)")
    }

    private func show(_ report: CorpusReport) {
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
