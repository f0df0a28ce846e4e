// SPDX-License-Identifier: Apache-2.0

/// A place where a text may be cut: the end of one unit and the start of the next.
struct TextBoundary {
    /// The UTF-8 bytes before it.
    let offset: Int

    /// What the text before it measures.
    let units: Int

    /// What separates the text before it from the text behind it.
    let separator: Separator
}

extension [TextBoundary] {
    /// The first index at or behind `start` whose boundary has at least so many units before it.
    ///
    /// - Complexity: O(log n).
    func firstIndex(from start: Int, reaching units: Int) -> Int {
        var lower = start
        var upper = endIndex
        while lower < upper {
            let middle = lower + (upper - lower) / 2
            if self[middle].units < units { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }

    /// Where the longest overlap begins that is not longer than asked for and leaves room for what follows.
    ///
    /// - Parameters:
    ///   - end: The end of the overlap.
    ///   - least: The earliest index that may be returned.
    ///   - following: The end of what must fit one chunk together with the overlap.
    ///   - size: The overlap, and the most units of a chunk.
    /// - Returns: An index in `least...end`; `end` where nothing fits.
    func overlapStart(before end: Int, least: Int, followedBy following: Int, size: ChunkSize) -> Int {
        let leastUnits = Swift.max(self[end].units - size.overlap, self[following].units - size.maximum)
        guard leastUnits < self[end].units else { return end }
        return firstIndex(from: least, reaching: leastUnits)
    }
}
