// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a multi-vector embedder to the laws E1 to E4.
public struct MultiVectorEmbedderKit<Embedder: MultiVectorEmbedder>: Sendable {
    private let embedder: Embedder
    private let pages: [PageImage]

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - embedder: The adapter.
    ///   - pages: Page images that it can embed; at least one.
    public init(_ embedder: Embedder, pages: [PageImage]) {
        self.embedder = embedder
        self.pages = pages
    }

    /// Runs the kit.
    ///
    /// - Returns: What was found; the first violation.
    public func run() async -> ConformanceReport {
        await modelReport("MultiVectorEmbedderKit") {
            let texts = Array(sampleTexts.prefix(embedder.maximumBatchCount))
            let queries = try await embedder.embed(queries: texts)
            try check(queries, count: texts.count)
            try check(try await embedder.embed(pages: pages), count: pages.count)
            let alone = try await embedder.embed(queries: [texts[0]])
            try require(alone.first == queries[0], .e3, "'\(texts[0])' has other vectors alone")
            let tooMany = [String](repeating: "text", count: embedder.maximumBatchCount + 1)
            try await requireFailure(.payloadTooLarge, .e4, "\(tooMany.count) queries") {
                () async throws(PipelineError) in
                _ = try await embedder.embed(queries: tooMany)
            }
        }
    }

    private func check(_ values: [MultiVectorEmbedding], count: Int) throws(Violation) {
        try require(values.count == count, .e1, "\(count) inputs gave \(values.count) values")
        for value in values {
            let isSound =
                value.dimension == embedder.dimension && value.count >= 1 && value.elements.allSatisfy { $0.isFinite }
            try require(isSound, .e2, "a value has \(value.count) vectors of \(value.dimension), or one not finite")
        }
    }
}
