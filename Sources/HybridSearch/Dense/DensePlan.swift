// SPDX-License-Identifier: Apache-2.0

/// How the dense leg finds the nearest rows of a segment.
///
/// All plans score the rows that they return by what is stored, so a row has the same score by whichever plan it is found.
public enum DensePlan: String, Sendable, CaseIterable {
    /// Scores every row in the order of the file; finds all.
    case exact
    /// Scores the rows that a filter keeps, one by one; finds all, and is the cheaper the fewer rows are kept.
    case exactKept
    /// Estimates every row by a code of one bit for each dimension, and scores the rows whose estimate may be among the best.
    case codes
    /// As ``codes``, over the rows of those clusters alone whose centroids are nearest to the query.
    case lists
}
