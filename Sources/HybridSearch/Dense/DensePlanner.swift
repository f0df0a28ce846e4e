// SPDX-License-Identifier: Apache-2.0

/// Chooses the plan of a segment: of those that reach the wanted recall, the one that is expected to take least time.
struct DensePlanner {
    /// The rows of the segment.
    let rowCount: Int

    /// The rows that may be found.
    let keptCount: Int

    /// The bytes of a stored row.
    let rowByteCount: Int

    /// The length of a row.
    let dimension: Int

    /// The number of lists of codes; 0 where there are no codes.
    let listCount: Int

    /// The entries of the lists that the wanted recall takes; `nil` where lists cannot be chosen for it.
    let listEntryCount: Double?

    /// The plan of a query.
    ///
    /// - Parameter query: The query.
    /// - Returns: The plan that it names, or the nearest to that which the segment can run; else the cheapest one.
    func plan(of query: DenseQuery) -> DensePlan {
        if let named = query.plan { return possible(named) }
        // To find all is worth some time.
        var costs: [(plan: DensePlan, nanoseconds: Double)] = [(.exact, exactCost * Self.worthOfCertainty)]
        if keptCount < rowCount { costs.append((.exactKept, keptCost * Self.worthOfCertainty)) }
        if query.targetRecall < 1, listCount > 0 {
            costs.append((.codes, codeCost(entries: Double(rowCount))))
            if let listEntryCount { costs.append((.lists, codeCost(entries: listEntryCount))) }
        }
        return costs.min { $0.nanoseconds < $1.nanoseconds }?.plan ?? .exact
    }

    private func possible(_ plan: DensePlan) -> DensePlan {
        switch plan {
        case .exact: .exact
        case .exactKept: keptCount < rowCount ? .exactKept : .exact
        case .codes: listCount > 0 ? .codes : .exact
        case .lists: listEntryCount != nil ? .lists : possible(.codes)
        }
    }

    // Nanoseconds, of which only the ratios matter: for bytes that stream from memory, for bytes that are gathered, and for a
    // row that is gathered besides.
    private static let worthOfCertainty = 0.4
    private static let streamedByte = 0.06
    private static let gatheredByte = 0.09
    private static let gatheredRow = 25.0
    private static let scoredRows = 150.0

    private var exactCost: Double { Double(rowCount * rowByteCount) * Self.streamedByte }

    private var keptCost: Double { Double(keptCount) * rowCost }

    private var rowCost: Double { Double(rowByteCount) * Self.gatheredByte + Self.gatheredRow }

    /// Turning the query, comparing it with centroids, reading codes, and scoring the best rows.
    private func codeCost(entries: Double) -> Double {
        let turning = Double(dimension) * 6
        let centroids = Double(listCount * dimension) * 0.04
        // Where a filter drops rows, each promising one is looked up.
        let filtering = keptCount < rowCount ? 1.5 : 0
        let entry = Double(dimension) / 8 * Self.streamedByte + filtering
        return turning + centroids + entries * entry + min(Self.scoredRows, Double(keptCount)) * rowCost
    }
}
