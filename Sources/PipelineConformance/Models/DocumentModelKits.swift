// SPDX-License-Identifier: Apache-2.0
public import PipelineProtocols

/// Holds a text extractor to the laws T1 to T3.
public struct TextExtractorKit<Extractor: TextExtractor>: Sendable {
    private let extractor: Extractor
    private let files: [SampleFile]

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - extractor: The adapter.
    ///   - files: Files that it can read.
    public init(_ extractor: Extractor, files: [SampleFile]) {
        self.extractor = extractor
        self.files = files
    }

    /// Runs the kit.
    ///
    /// - Returns: What was found; the first violation.
    public func run() async -> ConformanceReport {
        await modelReport("TextExtractorKit") {
            for file in files {
                let text = try await extractor.extract(file.bytes, mediaType: file.mediaType)
                for visual in text.visuals {
                    let count =
                        text.markdown.split(separator: visual.marker, omittingEmptySubsequences: false).count - 1
                    try require(count == 1, .t1, "the marker \(visual.marker) occurs \(count) times")
                }
                let again = try await extractor.extract(file.bytes, mediaType: file.mediaType)
                try require(text == again, .t2, "a file of type \(file.mediaType) gave another text the second time")
            }
            let garbage = [UInt8](repeating: 0xFF, count: 64)
            try await requireFailure(.unprocessable, .t3, "an unreadable file") { () async throws(PipelineError) in
                _ = try await extractor.extract(garbage, mediaType: "application/x-unreadable")
            }
        }
    }
}

/// Holds a page renderer to the laws R1 and R2.
public struct PageRendererKit<Renderer: PageRenderer>: Sendable {
    private let renderer: Renderer
    private let file: SampleFile

    /// Prepares the kit.
    ///
    /// - Parameters:
    ///   - renderer: The adapter.
    ///   - file: A file of at least two pages that differ.
    public init(_ renderer: Renderer, file: SampleFile) {
        self.renderer = renderer
        self.file = file
    }

    /// Runs the kit.
    ///
    /// - Returns: What was found; the first violation.
    public func run() async -> ConformanceReport {
        await modelReport("PageRendererKit") {
            let count = try await renderer.pageCount(of: file.bytes, mediaType: file.mediaType)
            try require(count >= 2, .r1, "the file is said to have \(count) pages")
            let all = try await render(1...count)
            try require(all.count == count, .r1, "\(count) pages gave \(all.count) images")
            let second = try await render(2...2)
            try require(second == [all[1]] && all[0] != all[1], .r1, "page 2 alone is not page 2 among all")
            try await requireFailure(.unprocessable, .r2, "a page that is not there") {
                () async throws(PipelineError) in
                _ = try await render(count...(count + 1))
            }
            try await requireFailure(.unprocessable, .r2, "an unreadable file") { () async throws(PipelineError) in
                _ = try await renderer.pageCount(of: [0xFF, 0xFE], mediaType: "application/x-unreadable")
            }
        }
    }

    private func render(_ pages: ClosedRange<Int>) async throws(PipelineError) -> [PageImage] {
        try await renderer.render(pages: pages, of: file.bytes, mediaType: file.mediaType, resolution: 72)
    }
}

/// A file for a kit to read.
public struct SampleFile: Hashable, Sendable {
    /// The file's bytes.
    public var bytes: [UInt8]

    /// What kind of file it is, such as `application/pdf`.
    public var mediaType: String

    /// Holds a file.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - mediaType: What kind of file it is.
    public init(bytes: [UInt8], mediaType: String) {
        self.bytes = bytes
        self.mediaType = mediaType
    }
}
