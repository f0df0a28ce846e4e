// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _VectorMath

@testable import TextEmbeddings

/// The files that the reference implementations wrote.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// A small model of random weights.
    static var tinyModel: String { folder.appending(path: "tiny-model").path }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    static func array(_ name: String) throws -> NumPyArray { try NumPyArray(parsing: bytes(name)) }

    static func texts() throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(contentsOf: folder.appending(path: "texts.json")))
    }
}

/// The weights of all-MiniLM-L6-v2 where they have been fetched; `rag model fetch` does.
enum FetchedModel {
    static let folder: String = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let caches = environment["XDG_CACHE_HOME"] ?? home + "/.cache"
        return (environment["RAG_MODELS"] ?? caches + "/swift-rag/models") + "/all-MiniLM-L6-v2"
    }()

    static var isPresent: Bool {
        guard FileManager.default.fileExists(atPath: folder + "/model.safetensors") else {
            print("SKIPPED: \(folder) is absent; fetch the model with: rag model fetch")
            return false
        }
        return true
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where the real model has been fetched, and says so where it has not.
    static var needsFetchedModel: Self {
        .enabled("needs the fetched model, which is absent") { FetchedModel.isPresent }
    }
}

/// The cosine of the angle between two vectors.
func cosine(_ left: some Collection<Float>, _ right: some Collection<Float>) -> Double {
    var product = 0.0
    var lengths = (0.0, 0.0)
    for (a, b) in zip(left, right) {
        product += Double(a) * Double(b)
        lengths.0 += Double(a) * Double(a)
        lengths.1 += Double(b) * Double(b)
    }
    return product / (lengths.0 * lengths.1).squareRoot()
}
