// SPDX-License-Identifier: Apache-2.0

/// Something that one or more legs found, with the score that a fusion gave it and where that came from.
public struct FusedHit<ID: Hashable & Sendable>: Hashable, Sendable {
    /// What was found.
    public var id: ID

    /// The fused score: the sum of the contributions, but for rounding.
    public var score: Double

    /// What each leg that found it contributed, in the order of the rankings.
    public var contributions: [Contribution]

    /// The part of one leg in a fused score.
    public struct Contribution: Hashable, Sendable, Codable {
        /// The leg.
        public var leg: Leg
        /// The hit's rank in the leg's ranking, counted from 1.
        public var rank: Int
        /// The score that the leg gave.
        public var score: Float
        /// The score or rank on the fusion's common scale.
        public var normalizedScore: Double
        /// The leg's weight.
        public var weight: Double
        /// The leg's part of the fused score.
        ///
        /// Where the combination is a sum it is a summand: weight times normalised score, times what the combination
        /// multiplies the sum by. Of a minimum, maximum or median it is the score, or half of it, for the legs that gave
        /// it, and 0 for the others. Of a geometric or harmonic mean it is the leg's share of the weights times the score.
        public var contribution: Double
    }
}
