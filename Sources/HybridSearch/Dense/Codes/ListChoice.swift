// SPDX-License-Identifier: Apache-2.0

/// The lists that a search reads, the most promising first.
struct ListChoice {
    /// The lists, by falling score.
    let lists: [Int]

    /// The entries of these lists.
    let entryCount: Int

    /// Chooses the lists whose scores are at most a gap below the best.
    ///
    /// - Parameters:
    ///   - gap: The gap; that of a lower recall reads fewer lists.
    ///   - scores: The score of each list; see ``ListCalibration``.
    ///   - source: The lists.
    /// - Complexity: O(lists), and the chosen ones are sorted.
    init(within gap: Float, scores: [Float], of source: CodeLists) {
        let best = scores.max() ?? 0
        var chosen: [Int] = []
        for list in scores.indices where scores[list] >= best - gap { chosen.append(list) }
        chosen.sort { scores[$0] > scores[$1] }
        lists = chosen
        entryCount = chosen.reduce(0) { $0 + source.nearest[$1].count + source.spilled[$1].count }
    }
}
