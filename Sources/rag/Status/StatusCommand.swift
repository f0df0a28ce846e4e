// SPDX-License-Identifier: Apache-2.0
#if CommandLine && SQLite
import ArgumentParser
import PipelineProtocols
import PipelineSQLite
import RAGCore
import StatusModel

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show where a document stands.",
        discussion: """
            EXAMPLES
              rag status report.pdf --store pipeline.sqlite
              rag status report.pdf --watch --store pipeline.sqlite
            """)

    @Argument(help: "The document.")
    var document: String

    @Flag(help: "Go on until the document has ended, a line for each change.")
    var watch = false

    @OptionGroup var options: PipelineStoreOptions

    struct Report: Encodable {
        var document: String
        var status: StatusWord
        var phase: Phase
        var percent: Double
        var sequence: Int
        var generation: Int
        var failure: FailureInfo?
    }

    func run() async throws {
        let store = try await options.open()
        var status = try await read(store)
        try show(status)
        while watch, !status.phase.isTerminal {
            try await ContinuousClock().sleep(for: .milliseconds(250))
            let next = try await read(store)
            if next.sequence != status.sequence { try show(next) }
            status = next
        }
    }

    private func read(_ store: SQLiteBackend) async throws -> DocumentStatus {
        let id = DocumentID(document)
        guard let record = try await store.statuses(of: [id])[id] else {
            throw PipelineError(.notFound, "no document \(document) in \(options.store)")
        }
        return record.status
    }

    private func show(_ status: DocumentStatus) throws {
        let report = Report(
            document: document, status: StatusWord(status), phase: status.phase, percent: status.percent,
            sequence: status.sequence, generation: status.generation, failure: status.failure)
        guard !options.json else { return try Console.json(report) }
        var line = "\(document): \(report.status.rawValue), \(status.percent.formatted(decimals: 0)) %"
        if status.isPaused { line += ", paused" }
        if let failure = status.failure { line += "; \(failure.code) in \(failure.stage): \(failure.message)" }
        print(line)
    }
}
#endif
