// SPDX-License-Identifier: Apache-2.0

/// What a model's folder says beside its weights, under the names that models are published with.
struct ModelFolder: Sendable {
    let path: String
    let configuration: EncoderConfiguration
    let tokenizer: WordPieceTokenizer
    let pooling: Pooling
    let normalizes: Bool
    let maximumTokenCount: Int
    let prefixes: [TextRole: String]

    /// Reads the folder's descriptions.
    ///
    /// - Throws: ``TextEmbeddingsError``, naming the file.
    init(_ path: String) throws(TextEmbeddingsError) {
        self.path = path
        let configurationPath = path + "/config.json"
        do {
            configuration = try EncoderConfiguration(json: try ModelFile.read(configurationPath))
        } catch {
            throw error.code == .unreadableFile
                ? TextEmbeddingsError(.unreadableFile, "\(error.message); expected a folder with a model")
                : error.naming(configurationPath)
        }
        tokenizer = try Self.tokenizer(in: path)
        guard tokenizer.tokenLimit <= configuration.vocabularySize else {
            throw TextEmbeddingsError(
                .malformedTokenizer,
                "\(path): the tokenizer names token \(tokenizer.tokenLimit - 1), but the model has embeddings for "
                    + "\(configuration.vocabularySize)")
        }
        (pooling, normalizes) = try Self.pooling(in: path)
        let declared = try ModelFile.jsonIfPresent(path + "/sentence_bert_config.json")?["max_seq_length"]?.integer
        maximumTokenCount = max(
            2, min(declared ?? configuration.maximumPositionCount, configuration.maximumPositionCount))
        guard configuration.maximumPositionCount >= 2 else {
            throw TextEmbeddingsError(.unsupportedModel, "\(configurationPath): a model for a single token")
        }
        prefixes = try Self.prefixes(in: path)
    }

    private static func tokenizer(in path: String) throws(TextEmbeddingsError) -> WordPieceTokenizer {
        let description = path + "/tokenizer.json"
        let vocabulary = path + "/vocab.txt"
        do {
            if let file = try ModelFile.readIfPresent(description) {
                return try WordPieceTokenizer(tokenizerJSON: file)
            }
        } catch {
            throw error.naming(description)
        }
        let options = try ModelFile.jsonIfPresent(path + "/tokenizer_config.json")
        do {
            return try WordPieceTokenizer(
                vocabulary: try ModelFile.read(vocabulary),
                normalization: BertNormalization(
                    separatesIdeographs: options?["tokenize_chinese_chars"]?.boolean ?? true,
                    stripsAccents: options?["strip_accents"]?.boolean,
                    lowercases: options?["do_lower_case"]?.boolean ?? true))
        } catch {
            throw error.naming(vocabulary)
        }
    }

    /// The pooling of the modules that the folder lists; of a folder without such a list, the mean and length 1.
    private static func pooling(in path: String) throws(TextEmbeddingsError) -> (Pooling, normalizes: Bool) {
        let list = path + "/modules.json"
        guard let modules = try ModelFile.jsonIfPresent(list)?.array else { return (.mean, true) }
        var pooling = Pooling.mean
        var normalizes = false
        for module in modules {
            let type = module["type"]?.string ?? ""
            let folder = module["path"]?.string ?? ""
            switch type.split(separator: ".").last {
            case "Transformer": break
            case "Pooling": pooling = try Self.pooling(file: path + "/" + folder + "/config.json")
            case "Normalize": normalizes = true
            default:
                throw TextEmbeddingsError(
                    .unsupportedModel, "\(list): the module '\(type)' is not supported")
            }
        }
        return (pooling, normalizes)
    }

    private static func pooling(file: String) throws(TextEmbeddingsError) -> Pooling {
        let modes = try ModelFile.json(file)
        let chosen = (modes.members ?? []).filter { $0.name.hasPrefix("pooling_mode_") && $0.value.boolean == true }
        switch chosen.map(\.name) {
        case ["pooling_mode_mean_tokens"], []: return .mean
        case ["pooling_mode_cls_token"]: return .firstToken
        default:
            let names = chosen.map(\.name).joined(separator: ", ")
            throw TextEmbeddingsError(.unsupportedModel, "\(file): the pooling '\(names)' is not supported")
        }
    }

    /// The prefixes of queries and passages, where the folder names them.
    private static func prefixes(in path: String) throws(TextEmbeddingsError) -> [TextRole: String] {
        let prompts = try ModelFile.jsonIfPresent(path + "/config_sentence_transformers.json")?["prompts"]
        var prefixes: [TextRole: String] = [:]
        prefixes[.query] = prompts?["query"]?.string
        prefixes[.passage] = ["passage", "document", "corpus"].lazy.compactMap { prompts?[$0]?.string }.first
        return prefixes
    }
}
