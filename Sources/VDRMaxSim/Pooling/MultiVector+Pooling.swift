// SPDX-License-Identifier: Apache-2.0

extension MultiVector {
    /// Makes fewer rows: the mean of each group that a pooling finds.
    ///
    /// - Parameter pooling: Decides which rows belong together.
    /// - Returns: `groups × dimension` values, groups in the order of their first row.
    /// - Throws: A ``MaxSimError`` where the pooling does not fit the rows.
    /// - Complexity: That of the pooling, and O(values).
    public func pooled(by pooling: some RowPooling) throws(MaxSimError) -> MultiVector {
        means(of: try pooling.partition(of: self), normalized: pooling.normalizesMeans)
    }

    /// Makes one row of each group of rows: their mean.
    ///
    /// - Parameters:
    ///   - partition: A division of as many rows as there are.
    ///   - normalized: Whether the mean of several rows is scaled to length 1; a mean of zero stays zero.
    /// - Returns: `partition.count × dimension` values; a row alone in its group is kept as it is.
    /// - Complexity: O(values). Sums are in double precision, so that no finite input overflows.
    public func means(of partition: RowPartition, normalized: Bool = true) -> MultiVector {
        precondition(partition.rowCount == rowCount, "a partition of \(partition.rowCount) rows for \(rowCount) rows")
        var pooled: [Float] = []
        pooled.reserveCapacity(partition.count * dimension)
        for group in partition.groups {
            if group.count == 1 {
                pooled.append(contentsOf: values[(group[0] * dimension)..<((group[0] + 1) * dimension)])
            } else {
                appendMean(of: group, normalized: normalized, to: &pooled)
            }
        }
        return MultiVector(checked: pooled, dimension: dimension)
    }

    private func appendMean(of group: [Int], normalized: Bool, to pooled: inout [Float]) {
        var mean = [Double](repeating: 0, count: dimension)
        for row in group {
            for place in 0..<dimension { mean[place] += Double(values[row * dimension + place]) }
        }
        var scale = 1 / Double(group.count)
        if normalized {
            let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if length > 0 { scale = 1 / length }
        }
        for place in 0..<dimension { pooled.append(Float(mean[place] * scale)) }
    }
}

extension MultiVectorBatch {
    /// Makes fewer rows of each document.
    ///
    /// - Parameter pooling: Decides which rows of a document belong together.
    /// - Returns: As many documents, in the same order, in single precision: convert after pooling, not before.
    /// - Throws: A ``MaxSimError`` where the pooling does not fit the rows of a document.
    /// - Complexity: That of the pooling of each document, and O(values).
    public func pooled(by pooling: some RowPooling) throws(MaxSimError) -> MultiVectorBatch {
        var documents: [MultiVector] = []
        documents.reserveCapacity(count)
        for number in 0..<count { documents.append(try self[number].pooled(by: pooling)) }
        return try MultiVectorBatch(documents)
    }
}
