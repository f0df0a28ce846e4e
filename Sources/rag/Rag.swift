// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser

@main
struct Rag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rag",
        abstract: "Retrieval for documents on one machine: index, search, measure.",
        discussion: """
            Results go to standard output, progress and warnings to standard error. With --json the output is one JSON \
            value whose keys stay the same between versions.

            Exit status: 0 done, 1 failed, 64 wrong arguments, 65 bad input data or a damaged index, \
            66 input not found or not readable, 73 output not writable.
            """,
        version: "0.1.0",
        subcommands: [
            IndexCommand.self, SearchCommand.self, EvalCommand.self, TuneCommand.self, MaxSimCommand.self,
            EmbedCommand.self, ModelCommand.self, RouteCommand.self, DoctorCommand.self,
        ] + storeCommands)

    /// What needs the embedded store, and so its trait.
    private static var storeCommands: [any ParsableCommand.Type] {
        #if SQLite
        [QueueCommand.self, StatusCommand.self]
        #else
        []
        #endif
    }

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard let status = ExitStatus(of: error) else { exit(withError: error) }
            Console.error("rag: \(error)")
            exit(withError: status.code)
        }
    }
}
#else
@main
enum Rag {
    static func main() {
        print(
            "rag: this build has no command line; build it with the package trait CommandLine, which is on by default")
    }
}
#endif
