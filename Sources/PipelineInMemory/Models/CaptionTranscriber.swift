// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// "Transcribes" visuals by their captions.
public struct CaptionTranscriber: VisualTranscriber {
    /// Creates a transcriber.
    public init() {}

    /// Answers with the captions; see ``VisualTranscriber/transcribe(_:)``.
    ///
    /// - Parameter visuals: The visuals.
    /// - Returns: The caption of each, in order.
    /// - Throws: Never, though the seam allows it.
    public func transcribe(_ visuals: [ExtractedText.Visual]) async throws(PipelineError) -> [String] {
        visuals.map(\.caption)
    }
}
