// SPDX-License-Identifier: Apache-2.0
import Foundation
package import Testing

/// The weights of all-MiniLM-L6-v2 where they have been fetched; `rag model fetch` does.
package enum FetchedModel {
    /// The model's folder, whether it is there or not.
    package static let folder: String = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let caches = environment["XDG_CACHE_HOME"] ?? home + "/.cache"
        return (environment["RAG_MODELS"] ?? caches + "/swift-rag/models") + "/all-MiniLM-L6-v2"
    }()

    /// Whether it is there; says so on standard output where it is not.
    package static var isPresent: Bool {
        guard FileManager.default.fileExists(atPath: folder + "/model.safetensors") else {
            print("SKIPPED: \(folder) is absent; fetch the model with: rag model fetch")
            return false
        }
        return true
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where the real model has been fetched, and says so where it has not.
    package static var needsFetchedModel: Self {
        .enabled("needs the fetched model, which is absent") { FetchedModel.isPresent }
    }
}
