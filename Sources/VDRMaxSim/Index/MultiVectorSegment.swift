// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore

/// Pages in one piece, in memory or in a file; deleted ones stay until the segment is compacted.
struct MultiVectorSegment: Sendable {
    /// The name of each page.
    private(set) var pages: [PageID]

    /// The rows of each page.
    private(set) var vectors: MultiVectorBatch

    /// The metadata of each page.
    private(set) var metadata: [Metadata]

    /// Whether each page counts.
    var isLive: [Bool]

    /// The segment of a store that this is, deletions since then apart, or in whose place it comes.
    private(set) var origin: Origin = .new

    /// Where a segment comes from.
    enum Origin: Sendable {
        /// From pages that were added.
        case new
        /// From a store.
        case stored(StoredSegment)
        /// From a segment of a store that was compacted.
        case compacted(StoredSegment)
    }

    init(pages: [PageID], vectors: MultiVectorBatch, metadata: [Metadata]? = nil) {
        self.pages = pages
        self.vectors = vectors
        self.metadata = metadata ?? pages.map { _ in [:] }
        self.isLive = pages.map { _ in true }
    }

    /// A segment of a store.
    init(pages: [PageID], vectors: MultiVectorBatch, metadata: [Metadata], stored: StoredSegment) {
        self.init(pages: pages, vectors: vectors, metadata: metadata)
        origin = .stored(stored)
        if let deleted = stored.deleted { isLive = pages.indices.map { !deleted.contains($0) } }
    }

    /// The same segment as a later commit has it.
    func adopting(_ stored: StoredSegment) -> MultiVectorSegment {
        MultiVectorSegment(pages: pages, vectors: vectors, metadata: metadata, stored: stored)
    }

    /// Whether pages may be appended to it.
    var isGrowing: Bool {
        if case .new = origin { true } else { false }
    }

    /// Appends a page.
    mutating func append(_ page: PageID, _ rows: MultiVectorBatch, _ values: Metadata) throws(MaxSimError) {
        try vectors.append(contentsOf: rows)
        pages.append(page)
        metadata.append(values)
        isLive.append(true)
    }

    /// The live pages that a filter lets through, in runs of neighbours.
    func runs(where isIncluded: ((PageID, Metadata) -> Bool)?) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for row in pages.indices where isLive[row] && isIncluded?(pages[row], metadata[row]) ?? true {
            if let last = runs.last, last.upperBound == row {
                runs[runs.count - 1] = last.lowerBound..<row + 1
            } else {
                runs.append(row..<row + 1)
            }
        }
        return runs
    }

    /// The segment without its deleted pages, or `nil` where none is left.
    func compacted() -> MultiVectorSegment? {
        let runs = runs(where: nil)
        guard runs.first != pages.indices else { return self }
        guard let first = runs.first else { return nil }
        var live = vectors.documents(first)
        // Pieces of one batch always fit each other.
        for run in runs.dropFirst() { try? live.append(contentsOf: vectors.documents(run)) }
        let rows = runs.flatMap { $0 }
        var segment = MultiVectorSegment(
            pages: rows.map { pages[$0] }, vectors: live, metadata: rows.map { metadata[$0] })
        if case .stored(let stored) = origin { segment.origin = .compacted(stored) }
        return segment
    }
}
