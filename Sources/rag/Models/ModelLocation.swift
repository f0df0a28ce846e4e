// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials

/// Where a model is on this machine, and what it is called.
struct ModelLocation {
    /// The name of a published model, or that of its folder.
    let name: String

    /// The folder with its files.
    let folder: String

    /// Whether it is a fetched one in the cache, so that its name alone finds it again.
    let isCached: Bool

    /// Finds a model.
    ///
    /// - Parameter argument: A folder with a model, or the name of a published one.
    /// - Throws: ``CommandFailure`` that says how to get the model.
    init(naming argument: String) throws {
        let url = URL(filePath: argument)
        if FileManager.default.fileExists(atPath: url.appending(path: "config.json").path) {
            name = url.standardizedFileURL.lastPathComponent
            folder = url.standardizedFileURL.path
            isCached = false
            return
        }
        guard let known = PublishedModel.named(argument) else {
            throw CommandFailure(
                description: "\(argument) is no folder with a model (config.json, model.safetensors, vocab.txt or "
                    + "tokenizer.json), nor the name of a model that can be fetched; rag model fetch --help names those",
                status: .noInput)
        }
        guard ModelCache.current.has(known) else {
            throw CommandFailure(
                description: "the model \(known.name) is not on this machine; fetch it once: rag model fetch",
                status: .noInput)
        }
        name = known.name
        folder = ModelCache.current.location(of: known).path
        isCached = true
    }
}
#endif
