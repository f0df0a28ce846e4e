// SPDX-License-Identifier: Apache-2.0
#if CommandLine
public import ArgumentParser
import FoundationEssentials
public import TextEmbeddings

extension WeightPrecision: ExpressibleByArgument {}
extension TextRole: ExpressibleByArgument {}

/// Which model embeds text, and how: the options of every command that does.
struct EncoderOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of a model, or the name of a fetched one. By default all-MiniLM-L6-v2.", valueName: "model"))
    var model = PublishedModel.standard.name

    @Option(help: "How weights are held: float32, or int8 for a quarter of the memory and more speed.")
    var precision = WeightPrecision.float32

    @Option(help: ArgumentHelp("The most threads that compute at once.", valueName: "count"))
    var threads = 1

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give at least 1.") }
    }

    /// Loads the model.
    ///
    /// - Throws: ``CommandFailure`` where there is no such model; `TextEmbeddingsError` where it cannot be used.
    func encoder() throws -> TextEncoder { try TextEncoder(modelFolder: folder(), precision: precision) }

    private func folder() throws -> String {
        if FileManager.default.fileExists(atPath: URL(filePath: model).appending(path: "config.json").path) {
            return model
        }
        guard let known = PublishedModel.named(model) else {
            throw CommandFailure(
                description: "\(model) is no folder with a model (config.json, model.safetensors, vocab.txt or "
                    + "tokenizer.json), nor the name of a model that can be fetched")
        }
        guard ModelCache.current.has(known) else {
            throw CommandFailure(
                description: "the model \(known.name) is not on this machine; fetch it once: rag model fetch")
        }
        return ModelCache.current.location(of: known).path
    }
}
#endif
