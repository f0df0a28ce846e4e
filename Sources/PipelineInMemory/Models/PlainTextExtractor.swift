// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Reads files that are text already.
public struct PlainTextExtractor: TextExtractor {
    /// Creates an extractor.
    public init() {}

    /// Takes UTF-8 as it is; see ``TextExtractor/extract(_:mediaType:)``.
    ///
    /// - Parameters:
    ///   - file: The file's bytes.
    ///   - mediaType: What kind of file it is; one that begins with `text/` is read.
    /// - Returns: The text, without visuals.
    /// - Throws: ``PipelineError`` with the code `unprocessable` for anything else.
    public func extract(_ file: [UInt8], mediaType: String) async throws(PipelineError) -> ExtractedText {
        guard mediaType.hasPrefix("text/"), let text = String(validating: file, as: UTF8.self) else {
            throw PipelineError(.unprocessable, "a file of type \(mediaType) is no UTF-8 text")
        }
        return ExtractedText(markdown: text)
    }
}
