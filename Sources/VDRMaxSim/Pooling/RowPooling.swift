// SPDX-License-Identifier: Apache-2.0

/// A way to make fewer rows of many: rows that say nearly the same are replaced by their mean.
///
/// A page image of about 1,030 rows costs as much to store and to score as 1,030 vectors, and many of its patches show the
/// same white paper. Pooling by a factor of 2 or 3 hardly changes which document is found (Clavié, Chaffin, Adams 2024,
/// arXiv 2409.14683; on page images Faysse and others 2024, arXiv 2407.01449). What it does blur is where inside a page
/// the answer stands. Pool documents, never queries.
///
/// A conforming type only decides which rows belong together; ``MultiVector/pooled(by:)`` computes the means. So these
/// laws hold for every pooling:
///
/// 1. Every row of the result is the mean of a non-empty group of rows, scaled to length 1 where ``normalizesMeans`` is
///    true and the mean is not zero.
/// 2. The groups partition the rows: each row is in exactly one.
/// 3. A row alone in its group is kept as it is, to the last bit.
/// 4. The result's rows are in the order of the first row of each group.
///
/// An implementation promises two more: equal input gives equal groups, and rows of norm 0 are grouped like any others.
public protocol RowPooling: Sendable {
    /// Whether the mean of several rows is scaled to length 1, as scoring by cosine wants it.
    var normalizesMeans: Bool { get }

    /// Divides the rows of a multi-vector into the groups that are to become one row each.
    ///
    /// - Parameter vectors: The rows to pool.
    /// - Returns: A partition of as many rows as `vectors` has.
    /// - Throws: A ``MaxSimError`` where the pooling does not fit the rows.
    func partition(of vectors: MultiVector) throws(MaxSimError) -> RowPartition
}
