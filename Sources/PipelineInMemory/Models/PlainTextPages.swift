// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// "Renders" text whose pages are parted by form feeds: a page's image holds the page's text.
///
/// Together with ``HashingTextEmbedder`` it stands in for a renderer and a vision model.
public struct PlainTextPages: PageRenderer {
    /// Creates a renderer.
    public init() {}

    /// Counts pages; see ``PageRenderer/pageCount(of:mediaType:)``.
    ///
    /// - Parameters:
    ///   - file: The file's bytes.
    ///   - mediaType: What kind of file it is.
    /// - Returns: The number of pages.
    /// - Throws: ``PipelineError`` with the code `unprocessable` for anything but text.
    public func pageCount(of file: [UInt8], mediaType: String) async throws(PipelineError) -> Int {
        try pages(of: file, mediaType: mediaType).count
    }

    /// Renders pages; see ``PageRenderer/render(pages:of:mediaType:resolution:)``.
    ///
    /// - Parameters:
    ///   - pages: The pages, counted from 1.
    ///   - file: The file's bytes.
    ///   - mediaType: What kind of file it is.
    ///   - resolution: Makes the page larger.
    /// - Returns: One image for each page, in order.
    /// - Throws: ``PipelineError`` with the code `unprocessable` for anything but text, and for pages that are not there.
    public func render(
        pages: ClosedRange<Int>, of file: [UInt8], mediaType: String, resolution: Int
    ) async throws(PipelineError) -> [PageImage] {
        let all = try self.pages(of: file, mediaType: mediaType)
        guard pages.lowerBound >= 1, pages.upperBound <= all.count else {
            throw PipelineError(.unprocessable, "the file has \(all.count) pages; \(pages) were asked for")
        }
        return pages.map { number in
            PageImage(
                width: resolution * 8, height: resolution * 11, mediaType: "text/plain", bytes: Array(all[number - 1]))
        }
    }

    private func pages(of file: [UInt8], mediaType: String) throws(PipelineError) -> [ArraySlice<UInt8>] {
        guard mediaType.hasPrefix("text/") else {
            throw PipelineError(.unprocessable, "a file of type \(mediaType) is no text")
        }
        return file.split(separator: 0x0C, omittingEmptySubsequences: false)
    }
}
