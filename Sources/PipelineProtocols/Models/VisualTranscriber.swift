// SPDX-License-Identifier: Apache-2.0

/// Puts a visual into words: by a vision model, or by recognising its letters.
///
/// - **V1** It answers with one text for each visual, in order; an empty text says that there is nothing to read.
public protocol VisualTranscriber: Sendable {
    /// Transcribes visuals.
    ///
    /// - Parameter visuals: The visuals.
    /// - Returns: One text for each visual, in order.
    /// - Throws: ``PipelineError``.
    func transcribe(_ visuals: [ExtractedText.Visual]) async throws(PipelineError) -> [String]
}
