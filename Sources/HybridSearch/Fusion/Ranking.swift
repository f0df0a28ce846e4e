// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// A way of searching whose ranking takes part in a fusion.
public struct Leg: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, as explanations show it.
    public let rawValue: String

    /// Names a leg.
    ///
    /// - Parameter rawValue: The name, as explanations show it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Search by the words of the query.
    public static let sparse = Leg(rawValue: "sparse")

    /// Search by the query's embedding.
    public static let dense = Leg(rawValue: "dense")

    /// The name.
    public var description: String { rawValue }
}

/// What one leg found, best first.
public struct Ranking<ID: Hashable & Comparable & Sendable>: Sendable {
    /// The leg that found it.
    public var leg: Leg

    /// The hits, best first and each once.
    public var hits: [ScoredHit<ID>]

    /// Creates a ranking.
    ///
    /// - Parameters:
    ///   - leg: The leg that found it.
    ///   - hits: The hits, best first and each once.
    public init(_ leg: Leg, _ hits: [ScoredHit<ID>]) {
        self.leg = leg
        self.hits = hits
    }
}
