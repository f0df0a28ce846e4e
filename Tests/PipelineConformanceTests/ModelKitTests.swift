// SPDX-License-Identifier: Apache-2.0
import PipelineConformance
import PipelineInMemory
import PipelineProtocols
import RAGCore
import Testing

struct ModelKitTests {
    @Test("the search backend in memory conforms", arguments: 1...10 as ClosedRange<UInt64>)
    func searchBackend(seed: UInt64) async {
        let report = await SearchBackendKit { _ in InMemorySearchBackend() }.run(seed: seed)
        #expect(report.isConforming, "\(report)")
    }

    @Test("the models that need no model conform")
    func models() async {
        let pages = ["first page", "second page"].map {
            PageImage(width: 8, height: 11, mediaType: "text/plain", bytes: Array($0.utf8))
        }
        let visuals = pages.enumerated().map {
            ExtractedText.Visual(marker: "[\($0)]", caption: "caption \($0)", image: $1)
        }
        let text = SampleFile(bytes: Array("first\u{C}second".utf8), mediaType: "text/plain")
        let embedder = HashingTextEmbedder()
        for report in [
            await TextEmbedderKit(embedder).run(), await MultiVectorEmbedderKit(embedder, pages: pages).run(),
            await TextExtractorKit(PlainTextExtractor(), files: [text]).run(),
            await PageRendererKit(PlainTextPages(), file: text).run(),
            await VisualTranscriberKit(CaptionTranscriber(), visuals: visuals).run(),
            await RerankerKit(WordOverlapReranker()).run(),
        ] {
            #expect(report.isConforming, "\(report)")
        }
    }

    @Test("broken models are caught, and the law that they break is named")
    func brokenModels() async {
        for (fault, law) in [
            (BrokenEmbedder.Fault.dropsEmpty, Law.e1), (.changesDimension, .e2), (.remembers, .e3),
            (.ignoresLimit, .e4),
        ] {
            let report = await TextEmbedderKit(BrokenEmbedder(fault: fault)).run()
            #expect(report.violations.first?.law == law, "\(report)")
        }
        let text = SampleFile(bytes: Array("first\u{C}second".utf8), mediaType: "text/plain")
        let renderer = await PageRendererKit(SkippingRenderer(), file: text).run()
        #expect(renderer.violations.first?.law == .r2, "\(renderer)")
    }

    @Test("a search that mixes generations is caught")
    func mixedGenerations() async {
        let reports = await SearchBackendKit { _ in MixesGenerations() }.run(seed: 1)
        #expect(reports.violations.first?.law == .x2, "\(reports)")
    }
}

/// An embedder with one fault.
private struct BrokenEmbedder: TextEmbedder {
    enum Fault {
        case dropsEmpty
        case changesDimension
        case remembers
        case ignoresLimit
    }

    let fault: Fault
    private let base = HashingTextEmbedder()
    var dimension: Int { base.dimension }
    var maximumBatchCount: Int { fault == .ignoresLimit ? 16 : base.maximumBatchCount }

    init(fault: Fault) { self.fault = fault }

    func embed(_ texts: [String], as role: EmbeddingRole) async throws(PipelineError) -> [[Float]] {
        let vectors = try await base.embed(texts, as: role)
        switch fault {
        case .dropsEmpty: return zip(texts, vectors).filter { !$0.0.isEmpty }.map(\.1)
        case .changesDimension: return vectors.map { Array($0.dropLast()) }
        case .remembers: return vectors.enumerated().map { place, vector in vector.map { $0 + Float(place) } }
        case .ignoresLimit: return vectors
        }
    }
}

/// A renderer that leaves out pages that are not there.
private struct SkippingRenderer: PageRenderer {
    private let base = PlainTextPages()

    func pageCount(of file: [UInt8], mediaType: String) async throws(PipelineError) -> Int {
        try await base.pageCount(of: file, mediaType: mediaType)
    }

    func render(
        pages: ClosedRange<Int>, of file: [UInt8], mediaType: String, resolution: Int
    ) async throws(PipelineError) -> [PageImage] {
        let count = try await pageCount(of: file, mediaType: mediaType)
        return try await base.render(
            pages: pages.clamped(to: 1...count), of: file, mediaType: mediaType, resolution: resolution)
    }
}

/// A search that does not look at generations.
private struct MixesGenerations: SearchBackend {
    private let base = InMemorySearchBackend()

    func write(_ entries: [SearchEntry]) async throws(PipelineError) {
        try await base.write(
            entries.map { entry in
                var entry = entry
                entry.generation = 1
                return entry
            })
    }

    func remove(_ document: DocumentID, generationsBelow generation: Int) async throws(PipelineError) {}

    func search(
        near vector: [Float], visible: [DocumentID: Int], limit: Int
    ) async throws(PipelineError) -> [ScoredHit<ChunkID>] {
        try await base.search(near: vector, visible: visible.mapValues { _ in 1 }, limit: limit)
    }
}
