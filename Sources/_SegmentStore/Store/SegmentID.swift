// SPDX-License-Identifier: Apache-2.0

/// The number of a segment, which its store gives to no other one.
package struct SegmentID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    package let rawValue: Int

    package init(_ rawValue: Int) { self.rawValue = rawValue }

    package var description: String { "segment \(rawValue)" }

    package static func < (left: SegmentID, right: SegmentID) -> Bool { left.rawValue < right.rawValue }
}
