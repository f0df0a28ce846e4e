// SPDX-License-Identifier: Apache-2.0

/// Finds the places where a text may be cut, in one pass over its Characters.
struct TextScanner {
    /// The text, as contiguous UTF-8.
    let text: String

    /// What its units are.
    let measure: ChunkMeasure

    /// The most units of a chunk; a token of more is torn.
    let maximum: Int

    /// Visits every boundary behind the start of the text, in order; the last is the end of the text.
    ///
    /// - Complexity: O(n) for n bytes.
    func forEachBoundary(_ visit: (TextBoundary) -> Void) {
        let utf8 = text.utf8Span
        var characters = utf8.makeCharacterIterator()
        var separators = SeparatorRule()
        var token = TokenUnit()
        var units = 0
        var offset = 0
        while characters.skipForward() > 0 {
            let end = characters.currentCodeUnitOffset
            let kind = CharacterKind(utf8.span.unicodeScalar(at: offset))
            let separator = separators.separator(before: kind, at: offset, in: utf8.span)
            switch measure {
            case .characters:
                if offset > 0 { visit(TextBoundary(offset: offset, units: units, separator: separator)) }
                units += 1
            case .tokens(let count):
                if token.ends(before: kind) {
                    visitEnd(of: token, at: offset, separator: separator, countedBy: count, units: &units, visit)
                    token.removeAll()
                }
                token.append(kind, at: offset..<end)
            }
            offset = end
        }
        guard offset > 0 else { return }
        switch measure {
        case .characters:
            visit(TextBoundary(offset: offset, units: units, separator: .endOfText))
        case .tokens(let count):
            visitEnd(of: token, at: offset, separator: .endOfText, countedBy: count, units: &units, visit)
        }
    }

    /// Visits the end of a token, and first the Characters within where it alone measures more than a chunk may.
    private func visitEnd(
        of token: TokenUnit,
        at offset: Int,
        separator: Separator,
        countedBy count: (Substring) -> Int,
        units: inout Int,
        _ visit: (TextBoundary) -> Void
    ) {
        let whole = tokens(in: token.content, countedBy: count)
        if whole <= maximum || token.characterStarts.count == 1 {
            units += whole
        } else {
            let starts = token.characterStarts
            for (start, end) in zip(starts, starts.dropFirst()) {
                units += tokens(in: start..<end, countedBy: count)
                visit(TextBoundary(offset: end, units: units, separator: .none))
            }
            units += tokens(in: starts[starts.count - 1]..<token.content.upperBound, countedBy: count)
        }
        visit(TextBoundary(offset: offset, units: units, separator: separator))
    }

    private func tokens(in range: Range<Int>, countedBy count: (Substring) -> Int) -> Int {
        range.isEmpty ? 0 : max(0, count(text[utf8: range]))
    }
}
