// SPDX-License-Identifier: Apache-2.0

extension TextQuery {
    /// One thing to look for, and what its match means.
    ///
    /// A clause of which the analyser leaves no term, as one of stop words alone, asks for nothing and excludes nothing.
    public struct Clause: Hashable, Sendable {
        /// What the match of a clause means.
        public enum Occurrence: Hashable, Sendable, CaseIterable {
            /// It adds to the score.
            case should
            /// It adds to the score, and a document without it is not found.
            case must
            /// A document with it is not found; it adds nothing.
            case mustNot
        }

        /// What is looked for.
        public enum Matching: Hashable, Sendable {
            /// The terms of a text, in any order.
            ///
            /// Where the clause should match, each term counts alone. Where it must or must not, it matches documents that
            /// hold all of its terms; one word has several terms in text without spaces and in identifiers.
            case words(String)
            /// The terms of a text, one after the other.
            ///
            /// Slop is how many positions the terms may be moved in all, to match; 0 allows none.
            case phrase(String, slop: Int)
            /// Every term that begins so.
            ///
            /// The text is folded as tokens are, but not cut to a stem.
            case prefix(String)
        }

        /// What the match of the clause means.
        public var occurrence: Occurrence

        /// What is looked for.
        public var matching: Matching

        /// The field to look in; `nil` looks in all.
        public var field: String?

        /// What the clause's part of the score is multiplied by; positive, at most 10³⁰.
        public var boost: Float

        /// Creates a clause.
        ///
        /// - Parameters:
        ///   - matching: What is looked for.
        ///   - occurrence: What the match of the clause means.
        ///   - field: The field to look in; `nil` looks in all.
        ///   - boost: What the clause's part of the score is multiplied by; positive, at most 10³⁰.
        public init(
            _ matching: Matching, _ occurrence: Occurrence = .should, field: String? = nil, boost: Float = 1
        ) {
            self.occurrence = occurrence
            self.matching = matching
            self.field = field
            self.boost = boost
        }
    }
}
