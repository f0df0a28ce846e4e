// SPDX-License-Identifier: Apache-2.0

/// Something that was found, and how well it matched.
///
/// Engines rank rows (`ScoredHit<Int>`); at the edge a hit names a ``DocumentID``, ``ChunkID`` or ``PageID``.
public struct ScoredHit<ID: Hashable & Sendable>: Hashable, Sendable {
    /// What was found.
    public var id: ID

    /// How well it matched; higher is better.
    ///
    /// Scores of different engines are not comparable.
    public var score: Float

    /// Creates a hit.
    ///
    /// - Parameters:
    ///   - id: What was found.
    ///   - score: How well it matched; higher is better.
    public init(id: ID, score: Float) {
        self.id = id
        self.score = score
    }

    /// The same score for another name of the same thing.
    ///
    /// - Parameter transform: Turns this hit's name into the other one.
    /// - Returns: The renamed hit.
    public func mapID<Other>(_ transform: (ID) -> Other) -> ScoredHit<Other> {
        ScoredHit<Other>(id: transform(id), score: score)
    }
}
