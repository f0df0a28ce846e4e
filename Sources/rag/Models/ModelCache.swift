// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials
import RoutingPolicy
import TextEmbeddings

/// The folder that fetched models are kept in, a folder each.
///
/// `RAG_MODELS` names it; otherwise it is `swift-rag/models` in the user's cache folder.
struct ModelCache {
    let folder: URL

    /// The cache of this user.
    static var current: ModelCache {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["RAG_MODELS"], !path.isEmpty { return ModelCache(folder: URL(filePath: path)) }
        let caches =
            environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
            ?? URL(filePath: environment["HOME"] ?? ".").appending(path: ".cache")
        return ModelCache(folder: caches.appending(path: "swift-rag/models"))
    }

    /// Where a model's files are once it is there.
    func location(of model: PublishedModel) -> URL { folder.appending(path: model.name) }

    /// Whether a model is there; its weights are not looked at.
    func has(_ model: PublishedModel) -> Bool {
        FileManager.default.fileExists(atPath: location(of: model).appending(path: "model.safetensors").path)
    }

    /// Checks a model's weights against the digest that they have to have.
    ///
    /// - Throws: ``CommandFailure`` where they differ.
    static func verify(_ model: PublishedModel, in folder: URL) throws {
        let file = folder.appending(path: "model.safetensors")
        let bytes: Data
        do {
            bytes = try Data(contentsOf: file, options: .mappedIfSafe)
        } catch {
            throw CommandFailure(description: "\(file.path) cannot be read; remove \(folder.path) and fetch again")
        }
        var digest = BlockDigest<SHA256>()
        digest.combine(bytes.span)
        let found = digest.finish().words.hexadecimal
        guard found == model.weightsDigest else {
            throw CommandFailure(
                description: """
                    \(file.path) is not the model that was asked for and is not used:
                      expected SHA-256 \(model.weightsDigest)
                      found    SHA-256 \(found)
                    remove \(folder.path) and fetch again
                    """)
        }
    }
}

extension InlineArray<8, UInt32> {
    /// The words as hexadecimal digits, eight each.
    fileprivate var hexadecimal: String {
        indices.map { place in
            let digits = String(self[place], radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
#endif
