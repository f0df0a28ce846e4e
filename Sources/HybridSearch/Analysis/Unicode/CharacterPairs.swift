// SPDX-License-Identifier: Apache-2.0

/// Makes tokens of a run of characters without spaces: each character, and each pair of neighbours.
struct CharacterPairs {
    private let folding: CharacterFolding
    private let use: TextUse

    /// The position of the next character.
    private(set) var position: UInt32

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - folding: Makes characters equal that a search should not tell apart.
    ///   - use: A query has single characters only where a run is no longer.
    ///   - position: The position of the run's first character.
    init(folding: CharacterFolding, use: TextUse, position: UInt32) {
        self.folding = folding
        self.use = use
        self.position = position
    }

    /// Calls `receive` with each token of a run: at each position the character, then the pair that begins there.
    ///
    /// - Parameters:
    ///   - text: The whole text.
    ///   - run: The offsets of the run.
    ///   - folded: Memory to write into.
    ///   - receive: Called with each token and its place.
    mutating func forEachToken(
        in text: Span<UInt8>, _ run: Range<Int>, _ folded: inout FoldedText,
        _ receive: (Span<UInt8>, TokenPlace) -> Void
    ) {
        let table = WordBreakClass.table
        folded.removeAll()
        // The folded bytes are those of the character before, if there is one, and of this one behind them.
        var before = run.lowerBound..<run.lowerBound
        var lengthBefore = 0
        var start = run.lowerBound
        while start < run.upperBound {
            var end = text.scalar(at: start).end
            while end < run.upperBound {
                let (next, behind) = WordBreakClass.read(text, at: end, table)
                guard next == .extend else { break }
                end = behind
            }
            folding.fold(text.extracting(start..<end), into: &folded)
            folded.endUnit()
            let length = folded.bytes.count - lengthBefore
            if length > 0 {
                if lengthBefore > 0 {
                    receive(
                        folded.bytes.span, TokenPlace(position: position - 1, start: before.lowerBound, end: end))
                    folded.removeFirst(lengthBefore)
                }
                if use == .document || lengthBefore == 0 && end == run.upperBound {
                    receive(folded.bytes.span, TokenPlace(position: position, start: start, end: end))
                }
                position += 1
                before = start..<end
                lengthBefore = length
            }
            start = end
        }
    }
}
