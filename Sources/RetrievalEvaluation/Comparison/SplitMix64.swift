// SPDX-License-Identifier: Apache-2.0

/// A seeded generator, so that a reported p value can be repeated (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below a bound; its bias, bound / 2^64, is of no account here.
    ///
    /// The standard library's own drawing may change between versions, and a published interval must not.
    mutating func next(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
