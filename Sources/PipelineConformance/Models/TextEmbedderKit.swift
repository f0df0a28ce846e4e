// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a text embedder to the laws E1 to E4.
public struct TextEmbedderKit<Embedder: TextEmbedder>: Sendable {
    private let embedder: Embedder
    private let tolerance: Float

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - embedder: The adapter.
    ///   - tolerance: How far a number may differ between a text alone and in a batch.
    public init(_ embedder: Embedder, tolerance: Float = 0.001) {
        self.embedder = embedder
        self.tolerance = tolerance
    }

    /// Runs the kit.
    ///
    /// - Returns: What was found; the first violation.
    public func run() async -> ConformanceReport {
        await modelReport("TextEmbedderKit") {
            let texts = Array(sampleTexts.prefix(embedder.maximumBatchCount))
            for role in EmbeddingRole.allCases {
                let vectors = try await embedder.embed(texts, as: role)
                try require(vectors.count == texts.count, .e1, "\(texts.count) texts gave \(vectors.count) vectors")
                for (text, vector) in zip(texts, vectors) {
                    let isSound = vector.count == embedder.dimension && vector.allSatisfy { $0.isFinite }
                    try require(
                        isSound, .e2, "'\(text.prefix(40))' gave a vector of \(vector.count), or one not finite")
                    let alone = try await embedder.embed([text], as: role)
                    let isSame = alone.count == 1 && zip(alone[0], vector).allSatisfy { abs($0 - $1) <= tolerance }
                    try require(isSame, .e3, "'\(text.prefix(40))' has another vector alone")
                }
            }
            let tooMany = [String](repeating: "text", count: embedder.maximumBatchCount + 1)
            try await requireFailure(.payloadTooLarge, .e4, "\(tooMany.count) texts") {
                () async throws(PipelineError) in
                _ = try await embedder.embed(tooMany, as: .query)
            }
        }
    }
}
