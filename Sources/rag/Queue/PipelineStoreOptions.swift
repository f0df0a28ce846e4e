// SPDX-License-Identifier: Apache-2.0
#if CommandLine && SQLite
import ArgumentParser
import FoundationEssentials
import PipelineProtocols
import PipelineSQLite

/// Which embedded store a command works on.
struct PipelineStoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The file of the embedded store.", valueName: "file"))
    var store: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// Opens the store; a command that looks or repairs never makes a new one.
    func open() async throws -> SQLiteBackend {
        guard FileManager.default.isWritableFile(atPath: store) else {
            throw PipelineError(.notFound, "no store at \(store), or no right to change it")
        }
        return try await SQLiteBackend(path: store)
    }
}
#endif
