// SPDX-License-Identifier: Apache-2.0

/// Turns the pages of a file into images.
///
/// - **R1** It renders exactly the asked-for pages, in order.
/// - **R2** A page that does not exist, or a file that it cannot read, fails with
///   ``PipelineError/Code/unprocessable``; pages are never left out silently.
public protocol PageRenderer: Sendable {
    /// Counts the pages of a file.
    ///
    /// - Parameters:
    ///   - file: The file's bytes.
    ///   - mediaType: What kind of file it is.
    /// - Returns: The number of pages.
    /// - Throws: ``PipelineError``.
    func pageCount(of file: [UInt8], mediaType: String) async throws(PipelineError) -> Int

    /// Renders pages.
    ///
    /// - Parameters:
    ///   - pages: The pages, counted from 1.
    ///   - file: The file's bytes.
    ///   - mediaType: What kind of file it is.
    ///   - resolution: Pixels for an inch of paper, such as 150.
    /// - Returns: One image for each page, in order.
    /// - Throws: ``PipelineError``.
    func render(
        pages: ClosedRange<Int>, of file: [UInt8], mediaType: String, resolution: Int
    ) async throws(PipelineError) -> [PageImage]
}

/// An image in an encoded form, such as PNG or JPEG.
public struct PageImage: Hashable, Sendable {
    /// The pixels of a row.
    public var width: Int

    /// The number of rows.
    public var height: Int

    /// What kind of image it is, such as `image/png`.
    public var mediaType: String

    /// The encoded image.
    public var bytes: [UInt8]

    /// Holds an image.
    ///
    /// - Parameters:
    ///   - width: The pixels of a row.
    ///   - height: The number of rows.
    ///   - mediaType: What kind of image it is.
    ///   - bytes: The encoded image.
    public init(width: Int, height: Int, mediaType: String, bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.mediaType = mediaType
        self.bytes = bytes
    }
}
