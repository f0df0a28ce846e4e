// SPDX-License-Identifier: Apache-2.0

/// Finds values that no arithmetic should meet.
package enum FiniteCheck {
    /// Whether no value is infinite or not a number.
    ///
    /// - Complexity: O(n), without branches.
    package static func allFinite(_ values: Span<Float>) -> Bool {
        var nonFinite: UInt32 = 0
        for index in values.indices {
            nonFinite |= values[index].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
        }
        return nonFinite == 0
    }
}
