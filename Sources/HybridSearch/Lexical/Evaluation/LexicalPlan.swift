// SPDX-License-Identifier: Apache-2.0

/// How a query of words is evaluated.
///
/// Every plan finds the same documents with the same scores.
public enum LexicalPlan: String, Sendable, CaseIterable {
    /// Every posting of every term is scored, one term after the other.
    case exhaustive

    /// Block-max MaxScore over windows of rows: what cannot be among the best is skipped.
    case maxScore

    /// Block-max WAND: row by row, leaping over what cannot be among the best.
    case wand
}
