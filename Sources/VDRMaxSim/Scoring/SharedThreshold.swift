// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// What a score must reach to be among the best, as far as any of several tasks knows.
///
/// The worst of the best that one task found among its documents is a bound for all: the best of all documents are no worse.
final class SharedThreshold: Sendable {
    private let bits = Atomic((-Float.infinity).bitPattern)

    /// The highest score that any task named.
    var value: Float { Float(bitPattern: bits.load(ordering: .relaxed)) }

    /// Names a score that the best are known to reach.
    func raise(to score: Float) {
        var known = bits.load(ordering: .relaxed)
        while Float(bitPattern: known) < score {
            let result = bits.weakCompareExchange(expected: known, desired: score.bitPattern, ordering: .relaxed)
            if result.exchanged { return }
            known = result.original
        }
    }
}
