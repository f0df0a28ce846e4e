// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

extension DenseSegment {
    /// Finds the best rows by the plan that the query names, or by the one that should take least time.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - codes: The query in the forms that codes take; made when it is first needed.
    ///   - kept: The rows that may be found; `nil` for all.
    ///   - firstRow: The number of this segment's first row in the whole collection.
    ///   - top: Receives the best rows.
    /// - Returns: What was done.
    /// - Throws: A `SegmentStoreError` of code `corrupted`.
    @discardableResult
    func search(
        _ query: DenseQuery, codes: inout CodeQuery?, kept: RowSet?, firstRow: Int, into top: inout TopK
    ) throws(SegmentStoreError) -> DenseSegmentPlan {
        let keptCount = kept?.count ?? rowCount
        var report = DenseSegmentPlan(plan: .exact, rowCount: rowCount, keptRowCount: keptCount)
        guard keptCount > 0, top.capacity > 0 else { return report }
        let expectation = expectation(query, keptCount: keptCount)
        let planner = DensePlanner(
            rowCount: rowCount, keptCount: keptCount, rowByteCount: field.rowByteCount, dimension: field.dimension,
            listCount: lists?.listCount ?? 0, listEntryCount: expectation.map { Double($0.rows) })
        report.plan = planner.plan(of: query)
        if report.plan == .codes || report.plan == .lists {
            if codes == nil { codes = CodeQuery(query) }
        }
        switch (report.plan, kept, lists, codes) {
        case (.exactKept, .some(let kept), _, _):
            report.scoredRowCount = keptCount
            searchKept(query, kept: kept, firstRow: firstRow, into: &top)
        case (.codes, _, .some(let lists), .some(let codes)), (.lists, _, .some(let lists), .some(let codes)):
            let gap = report.plan == .lists ? expectation?.gap : nil
            let search = CodeSearch(segment: self, lists: lists, query: query, codes: codes, kept: kept)
            try search.run(within: gap, firstRow: firstRow, into: &top, &report)
        default:
            report.scoredRowCount = rowCount
            searchAll(query, kept: kept, firstRow: firstRow, into: &top)
        }
        return report
    }

    /// What reading chosen lists is expected to take; `nil` where there are none, or it is not known.
    ///
    /// The best of some rows in a hundred are spread over as many lists as a hundred times as many of all rows: in the mean,
    /// but how many of a query's neighbours a filter keeps is chance. So under a filter half as many may be missed.
    private func expectation(_ query: DenseQuery, keptCount: Int) -> ListCalibration.Entry? {
        guard let calibration = lists?.calibration,
            query.plan == .lists || query.targetRecall <= ListCalibration.recalls.last ?? 0
        else { return nil }
        let depth = Double(query.limit) * Double(rowCount) / Double(keptCount)
        guard query.plan == .lists || depth <= Double(ListCalibration.depths.last ?? 0) else { return nil }
        let missed = (1 - query.targetRecall) * (keptCount < rowCount ? 0.5 : 1)
        return calibration.expectation(recall: 1 - missed, depth: depth)
    }
}

extension VectorField {
    /// The bytes of a stored row.
    var rowByteCount: Int { precision.format.rowByteCount(dimension: dimension) }
}
