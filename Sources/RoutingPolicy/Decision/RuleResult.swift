// SPDX-License-Identifier: Apache-2.0

/// What became of one rule, as plain numbers.
struct RuleResult: Sendable {
    var status: Status
    /// The route, or -1 where the rule did not decide.
    var route: Int32 = -1
    /// The bucket, or -1 where nothing was hashed.
    var position: Int32 = -1
    var resolution: Int32 = 0
    /// The coverage of the rollout at the time, in parts per million.
    var coverage: Int32 = 0
    /// Whether the hash, and nothing else, chose the route.
    var isRandomised = false
    /// What held the unit back, where the status says so.
    var detail: Int32 = -1

    enum Status: UInt8, Sendable {
        case matched
        case missed
        case predicateFalse
        case predicateUnknown
        case outsideWindow
        case noCoverage
        case unitMissing
        case heldOut
        case outsideSlice
    }
}

/// What was decided, as plain numbers.
struct Evaluation: Sendable {
    var result: RuleResult
    /// The rule, ``fallback`` or ``override``.
    var rule: Int32
    var mirror: Int32 = -1
    var scope: Override.Scope?
    var hasIgnoredOverride = false

    var route: Int32 { result.route }

    static let fallback: Int32 = -1
    static let override: Int32 = -2
}
