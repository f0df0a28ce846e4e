// SPDX-License-Identifier: Apache-2.0

/// Decides where chunks end and begin; indices are those of a window of boundaries.
protocol CutRule {
    /// Where a chunk ends that is not the last.
    ///
    /// - Parameters:
    ///   - start: The boundary where the chunk begins.
    ///   - previousEnd: The boundary where the chunk before it ended.
    ///   - limit: The last boundary that the maximum allows; behind `previousEnd`.
    ///   - boundaries: The window.
    /// - Returns: A boundary in `previousEnd + 1...limit`.
    func end(ofChunkFrom start: Int, after previousEnd: Int, limit: Int, in boundaries: [TextBoundary]) -> Int

    /// Where the next chunk begins.
    ///
    /// - Parameters:
    ///   - start: The boundary where the chunk begins.
    ///   - end: The boundary where it ends; not the last of the window.
    ///   - boundaries: The window; it reaches further behind `end` than a chunk does, or to the end of the text.
    /// - Returns: A boundary in `start + 1...end` from which the unit behind `end` fits the next chunk, if it fits any.
    func start(afterChunkFrom start: Int, to end: Int, in boundaries: [TextBoundary]) -> Int
}

/// Turns a stream of boundaries into chunks while it holds no more than a window of about two chunks.
struct ChunkAssembler<Rule: CutRule> {
    private let document: Document
    private let maximum: Int
    private let rule: Rule
    private var boundaries = [TextBoundary(offset: 0, units: 0, separator: .endOfText)]
    private var start = 0
    private var previousEnd = 0
    /// Whether the chunk that begins at `start` is still to be ended, or else the next start is to be found.
    private var isOpen = true
    private var isComplete = false
    private var chunks: [Chunk] = []

    /// Cuts a whole document.
    static func chunks(of document: Document, size: ChunkSize, rule: Rule) -> [Chunk] {
        var document = document
        document.text.makeContiguousUTF8()
        var assembler = ChunkAssembler(document: document, maximum: size.maximum, rule: rule)
        TextScanner(text: document.text, measure: size.measure, maximum: size.maximum)
            .forEachBoundary { assembler.append($0) }
        assembler.finish()
        return assembler.chunks
    }

    private init(document: Document, maximum: Int, rule: Rule) {
        self.document = document
        self.maximum = maximum
        self.rule = rule
    }

    private mutating func append(_ boundary: TextBoundary) {
        boundaries.append(boundary)
        advance()
    }

    private mutating func finish() {
        isComplete = true
        advance()
    }

    /// Cuts as many chunks as the window decides.
    private mutating func advance() {
        while previousEnd < boundaries.count - 1 {
            guard reachesChunk(behind: isOpen ? start : previousEnd) else { return }
            if isOpen { close() } else { open() }
        }
    }

    private func reachesChunk(behind boundary: Int) -> Bool {
        isComplete || boundaries[boundaries.count - 1].units - boundaries[boundary].units > maximum
    }

    /// Decides where the next chunk begins, and forgets the boundaries before it once they are half of the window.
    private mutating func open() {
        start = rule.start(afterChunkFrom: start, to: previousEnd, in: boundaries)
        isOpen = true
        guard start > boundaries.count / 2 else { return }
        boundaries.removeFirst(start)
        previousEnd -= start
        start = 0
    }

    /// Decides where the chunk ends, and adds it to the result.
    private mutating func close() {
        let last = boundaries.count - 1
        let restFits = isComplete && boundaries[last].units - boundaries[start].units <= maximum
        previousEnd =
            restFits ? last : rule.end(ofChunkFrom: start, after: previousEnd, limit: limit(), in: boundaries)
        isOpen = false
        let range = boundaries[start].offset..<boundaries[previousEnd].offset
        let id = ChunkID(document: document.id, ordinal: chunks.count)
        chunks.append(Chunk(id: id, utf8Range: range, text: String(document.text[utf8: range])))
    }

    /// The last boundary that the open chunk may end at, where the window reaches further than that.
    private func limit() -> Int {
        let tooFar = boundaries.firstIndex(from: previousEnd + 1, reaching: boundaries[start].units + maximum + 1)
        return max(tooFar - 1, previousEnd + 1)
    }
}
