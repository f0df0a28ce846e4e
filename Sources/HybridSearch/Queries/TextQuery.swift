// SPDX-License-Identifier: Apache-2.0

/// What to look for in text: clauses that should, must or must not match.
///
/// The default is a bag of words, in which every word counts and none is needed. Everything else is said by clauses, which
/// are flat: a query is a list of them, without brackets. People write queries in the language of ``init(parsing:)``,
/// programs put clauses together.
///
/// ```swift
/// let bag = TextQuery(words: "inverted index")
/// let exact = try TextQuery(parsing: #"+index "block max"~2 title:postings^2 -graph"#)
/// ```
public struct TextQuery: Hashable, Sendable {
    /// The clauses, in the order in which they were written.
    public var clauses: [Clause]

    /// How many of the clauses that ``Clause/Occurrence/should`` match have to.
    ///
    /// 0 asks for none where another clause must match, and for one otherwise. Where the analyser leaves fewer clauses with
    /// terms than this, all of those have to match.
    public var minimumShouldMatch: Int

    /// Creates a query of clauses.
    ///
    /// - Parameters:
    ///   - clauses: The clauses; none find nothing.
    ///   - minimumShouldMatch: How many of the clauses that should match have to.
    public init(clauses: [Clause], minimumShouldMatch: Int = 0) {
        self.clauses = clauses
        self.minimumShouldMatch = minimumShouldMatch
    }

    /// Creates a bag of words: a document is found by any of them, and the better the more of them it has.
    ///
    /// - Parameter words: Any text; no character has a meaning but for the analyser.
    public init(words: String) { self.init(clauses: [Clause(.words(words))]) }
}
