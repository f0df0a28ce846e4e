// SPDX-License-Identifier: Apache-2.0

/// Which plan a query of words runs, and why.
public struct LexicalPlanChoice: Hashable, Sendable {
    /// What decided.
    public enum Reason: String, Sendable, CaseIterable {
        /// The query names the plan.
        case named
        /// There are no more postings than hits are wanted: every row is a hit, and nothing can be skipped.
        case everyPostingFits
        /// There are more postings than hits are wanted: bounds tell which cannot be among the best.
        case boundsSkip
    }

    /// The plan.
    public var plan: LexicalPlan

    /// What decided.
    public var reason: Reason

    /// The postings of all terms, in all segments; those of deleted documents included.
    public var postingCount: Int

    /// Chooses a plan.
    ///
    /// ``LexicalPlan/wand`` is not chosen: measured over two to eight terms it was 2 to 6 times as slow as
    /// ``LexicalPlan/maxScore``.
    ///
    /// - Parameters:
    ///   - named: The plan that the query names, if it does.
    ///   - postingCount: The postings of all terms.
    ///   - limit: The hits that are wanted.
    init(named: LexicalPlan?, postingCount: Int, limit: Int) {
        self.postingCount = postingCount
        if let named {
            (plan, reason) = (named, .named)
        } else if postingCount <= limit {
            (plan, reason) = (.exhaustive, .everyPostingFits)
        } else {
            (plan, reason) = (.maxScore, .boundsSkip)
        }
    }
}
