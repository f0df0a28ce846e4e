// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// Pages in one piece of memory; deleted ones stay until the segment is compacted.
struct MultiVectorSegment: Sendable {
    /// The name of each page.
    private(set) var pages: [PageID]

    /// The rows of each page.
    private(set) var vectors: MultiVectorBatch

    /// The metadata of each page.
    private(set) var metadata: [Metadata]

    /// Whether each page counts.
    var isLive: [Bool]

    init(pages: [PageID], vectors: MultiVectorBatch, metadata: [Metadata]? = nil) {
        self.pages = pages
        self.vectors = vectors
        self.metadata = metadata ?? pages.map { _ in [:] }
        self.isLive = pages.map { _ in true }
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
        return MultiVectorSegment(pages: rows.map { pages[$0] }, vectors: live, metadata: rows.map { metadata[$0] })
    }
}
