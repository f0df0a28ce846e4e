// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

struct LexicalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexical",
        abstract: "Indexing and BM25 search: rate, latency, size, memory and agreement with exact scores.",
        discussion: """
            'index' and 'search' write rows for one collection beside those of the peers, so that the systems can take \
            turns; 'result' joins the rows of all rounds and holds them against the goals.
            """,
        subcommands: [LexicalIndexCommand.self, LexicalSearchCommand.self, LexicalResultCommand.self],
        defaultSubcommand: LexicalSearchCommand.self)
}
