// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a file, with markers where its visuals are.
///
/// - **T1** Each visual's marker occurs exactly once in the text.
/// - **T2** The same file gives the same text.
/// - **T3** A file that it cannot read fails with ``PipelineError/Code/unprocessable``.
public protocol TextExtractor: Sendable {
    /// Extracts text and visuals.
    ///
    /// - Parameters:
    ///   - file: The file's bytes.
    ///   - mediaType: What kind of file it is, such as `application/pdf`.
    /// - Returns: The text in Markdown and its visuals.
    /// - Throws: ``PipelineError``.
    func extract(_ file: [UInt8], mediaType: String) async throws(PipelineError) -> ExtractedText
}

/// The text of a file and the visuals in it.
public struct ExtractedText: Hashable, Sendable {
    /// The text in Markdown, with a marker for each visual.
    public var markdown: String

    /// The visuals in the order of their markers.
    public var visuals: [Visual]

    /// Holds what was extracted.
    ///
    /// - Parameters:
    ///   - markdown: The text in Markdown.
    ///   - visuals: The visuals in the order of their markers.
    public init(markdown: String, visuals: [Visual] = []) {
        self.markdown = markdown
        self.visuals = visuals
    }

    /// A picture, chart or table that text does not carry.
    public struct Visual: Hashable, Sendable {
        /// What stands for it in the text.
        public var marker: String

        /// The page that it is on, counted from 1; `nil` where the file has no pages.
        public var page: Int?

        /// The caption or alternative text, or an empty string.
        public var caption: String

        /// The picture.
        public var image: PageImage

        /// Describes a visual.
        ///
        /// - Parameters:
        ///   - marker: What stands for it in the text.
        ///   - page: The page that it is on, counted from 1.
        ///   - caption: The caption or alternative text.
        ///   - image: The picture.
        public init(marker: String, page: Int? = nil, caption: String = "", image: PageImage) {
            self.marker = marker
            self.page = page
            self.caption = caption
            self.image = image
        }
    }
}
