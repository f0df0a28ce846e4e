// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// Pages with their multi-vectors, searched exactly: every page that the filter lets through is scored.
///
/// ```swift
/// var index = MultiVectorIndex(dimension: 128, precision: .int8)
/// try index.append(PageID(document: "report", number: 1), vectors)
/// let best = try index.searchPages(query, limit: 10)
/// ```
///
/// Pages lie in segments that are only ever appended to; a deleted or replaced page leaves a gap until ``compact()``. The
/// index is a value: a copy is a snapshot that later changes do not touch.
public struct MultiVectorIndex: Sendable {
    /// The length of a row.
    public let dimension: Int

    /// How the rows are stored.
    public let precision: Precision

    private(set) var segments: [MultiVectorSegment] = []
    private var places: [PageID: Place] = [:]

    /// The commit of a store that the index was read from, or `nil` for one that was made in memory.
    let generation: Int?

    /// Where a page lies.
    struct Place: Hashable, Sendable {
        var segment: Int
        var row: Int
    }

    /// The rows after which a new segment begins: large enough to score well, small enough that a copy-on-write is cheap.
    private static let rowsPerSegment = 1 << 20

    /// Creates an empty index.
    ///
    /// - Parameters:
    ///   - dimension: The length of a row, of 1...4096.
    ///   - precision: How to store the rows.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    public init(dimension: Int, precision: Precision = .float32) throws(MaxSimError) {
        try MultiVector.check(dimension: dimension)
        self.dimension = dimension
        self.precision = precision
        self.generation = nil
    }

    /// Creates an index of segments of a store.
    ///
    /// - Returns: `nil` where a page is in it twice or a segment has another shape.
    init?(segments: [MultiVectorSegment], dimension: Int, precision: Precision, generation: Int) {
        self.dimension = dimension
        self.precision = precision
        self.generation = generation
        self.segments = segments
        for (number, segment) in segments.enumerated() {
            guard segment.vectors.dimension == dimension, segment.vectors.precision == precision else { return nil }
            for (row, page) in segment.pages.enumerated() where segment.isLive[row] {
                let place = Place(segment: number, row: row)
                guard places.updateValue(place, forKey: page) == nil else { return nil }
            }
        }
    }

    /// Creates an index of pages that are already in one piece.
    ///
    /// - Parameters:
    ///   - pages: The name of each page, each once.
    ///   - vectors: The multi-vector of each page, in the same order; the index keeps their precision.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` where the counts differ, or `duplicatePage`.
    public init(pages: [PageID], vectors: MultiVectorBatch) throws(MaxSimError) {
        self.dimension = vectors.dimension
        self.precision = vectors.precision
        self.generation = nil
        guard pages.count == vectors.count else {
            throw MaxSimError(.invalidParameter, "\(pages.count) page names for \(vectors.count) multi-vectors")
        }
        for (row, page) in pages.enumerated() {
            guard places.updateValue(Place(segment: 0, row: row), forKey: page) == nil else {
                throw MaxSimError(.duplicatePage, "the page '\(page)' is named twice")
            }
        }
        segments = [MultiVectorSegment(pages: pages, vectors: vectors)]
    }

    /// The number of pages.
    public var count: Int { places.count }

    /// The pages, in the order in which they were added.
    public var pages: [PageID] {
        segments.flatMap { segment in segment.pages.indices.filter { segment.isLive[$0] }.map { segment.pages[$0] } }
    }

    /// The bytes that the rows take, with those of deleted pages that still lie in gaps.
    public var byteCount: Int { segments.reduce(0) { $0 + $1.vectors.byteCount } }

    /// Whether the index holds a page.
    ///
    /// - Parameter page: The page's name.
    /// - Returns: Whether it is there.
    public func contains(_ page: PageID) -> Bool { places[page] != nil }

    /// Adds a page.
    ///
    /// - Parameters:
    ///   - page: The page's name, which the index does not hold yet.
    ///   - vectors: The page's rows.
    ///   - metadata: Values to filter by.
    /// - Throws: A ``MaxSimError`` of code `duplicatePage` or `dimensionMismatch`; the index is then as it was.
    /// - Complexity: O(values of the page), amortised.
    public mutating func append(
        _ page: PageID, _ vectors: MultiVector, metadata: Metadata = [:]
    ) throws(MaxSimError) {
        guard !contains(page) else {
            throw MaxSimError(.duplicatePage, "the index holds the page '\(page)' already; replace it instead")
        }
        try MaxSim.check(vectors.dimension, dimension)
        let stored = try MultiVectorBatch([vectors]).converted(to: precision)
        if let last = segments.last, last.isGrowing, last.vectors.rowCount < Self.rowsPerSegment {
            try segments[segments.count - 1].append(page, stored, metadata)
        } else {
            segments.append(MultiVectorSegment(pages: [page], vectors: stored, metadata: [metadata]))
        }
        let segment = segments.count - 1
        places[page] = Place(segment: segment, row: segments[segment].pages.count - 1)
    }

    /// Adds a page, in place of the one of the same name if there is one.
    ///
    /// - Parameters:
    ///   - page: The page's name.
    ///   - vectors: The page's rows.
    ///   - metadata: Values to filter by.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`; the index is then as it was.
    public mutating func replace(
        _ page: PageID, _ vectors: MultiVector, metadata: Metadata = [:]
    ) throws(MaxSimError) {
        try MaxSim.check(vectors.dimension, dimension)
        delete(page)
        try append(page, vectors, metadata: metadata)
    }

    /// Deletes a page.
    ///
    /// - Parameter page: The page's name.
    /// - Returns: Whether there was one.
    @discardableResult
    public mutating func delete(_ page: PageID) -> Bool {
        guard let place = places.removeValue(forKey: page) else { return false }
        segments[place.segment].isLive[place.row] = false
        return true
    }

    /// Deletes every page of a document.
    ///
    /// - Parameter document: The document's name.
    /// - Returns: How many pages there were.
    /// - Complexity: O(pages of the index).
    @discardableResult
    public mutating func delete(document: DocumentID) -> Int {
        places.keys.filter { $0.document == document }.count { delete($0) }
    }

    /// Gives back the memory of deleted pages; changes no result.
    ///
    /// - Complexity: O(rows of the index).
    public mutating func compact() {
        let old = segments
        segments = []
        places = [:]
        for segment in old {
            guard let live = segment.compacted() else { continue }
            for (row, page) in live.pages.enumerated() { places[page] = Place(segment: segments.count, row: row) }
            segments.append(live)
        }
    }

    /// Where a page lies, or `nil` where the index does not hold it.
    func place(of page: PageID) -> Place? { places[page] }
}
