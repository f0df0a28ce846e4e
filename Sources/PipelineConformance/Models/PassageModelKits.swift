// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a transcriber of visuals to the law V1.
public struct VisualTranscriberKit<Transcriber: VisualTranscriber>: Sendable {
    private let transcriber: Transcriber
    private let visuals: [ExtractedText.Visual]

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - transcriber: The adapter.
    ///   - visuals: Visuals that it can read, with texts that differ.
    public init(_ transcriber: Transcriber, visuals: [ExtractedText.Visual]) {
        self.transcriber = transcriber
        self.visuals = visuals
    }

    /// Runs the kit.
    ///
    /// - Returns: What was found; the first violation.
    public func run() async -> ConformanceReport {
        await modelReport("VisualTranscriberKit") {
            let texts = try await transcriber.transcribe(visuals)
            try require(texts.count == visuals.count, .v1, "\(visuals.count) visuals gave \(texts.count) texts")
            let reversed = try await transcriber.transcribe(visuals.reversed())
            try require(reversed == texts.reversed(), .v1, "the texts do not follow the order of the visuals")
            let none = try await transcriber.transcribe([])
            try require(none.isEmpty, .v1, "no visuals gave texts")
        }
    }
}

/// Holds a reranker to the laws K1 and K2.
public struct RerankerKit<Model: Reranker>: Sendable {
    private let reranker: Model
    private let tolerance: Float

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - reranker: The adapter.
    ///   - tolerance: How far a score may differ between a passage alone and among others.
    public init(_ reranker: Model, tolerance: Float = 0.001) {
        self.reranker = reranker
        self.tolerance = tolerance
    }

    /// Runs the kit.
    ///
    /// - Returns: What was found; the first violation.
    public func run() async -> ConformanceReport {
        await modelReport("RerankerKit") {
            let scores = try await reranker.score(sampleTexts, for: "retrieval with queues")
            try require(
                scores.count == sampleTexts.count, .k1, "\(sampleTexts.count) passages gave \(scores.count) scores")
            try require(scores.allSatisfy { $0.isFinite }, .k1, "a score is not finite")
            for (text, score) in zip(sampleTexts, scores) {
                let alone = try await reranker.score([text], for: "retrieval with queues")
                let isSame = alone.count == 1 && abs(alone[0] - score) <= tolerance
                try require(isSame, .k2, "'\(text.prefix(40))' has the score \(alone) alone and \(score) among others")
            }
        }
    }
}
