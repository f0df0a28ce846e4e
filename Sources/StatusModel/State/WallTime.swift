// SPDX-License-Identifier: Apache-2.0

/// A moment as people and logs name it: milliseconds since 1970 in UTC, leap seconds not counted.
///
/// Wall time is for showing and for retention. It may jump and it differs between machines, so nothing that must be
/// right, such as a lease or the order of events, is decided by it.
public struct WallTime: Hashable, Sendable, Codable {
    /// Milliseconds since the start of 1970, UTC.
    public var millisecondsSince1970: Int64

    /// Creates a moment.
    ///
    /// - Parameter millisecondsSince1970: Milliseconds since the start of 1970, UTC.
    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// The moment a duration later; fractions of a millisecond are dropped.
    ///
    /// - Parameter duration: How much later; may be negative.
    /// - Returns: The later moment.
    public func advanced(by duration: Duration) -> WallTime {
        let (seconds, attoseconds) = duration.components
        return WallTime(
            millisecondsSince1970: millisecondsSince1970 + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// The duration from this moment to another.
    ///
    /// - Parameter other: The other moment.
    /// - Returns: A positive duration where the other is later.
    public func duration(to other: WallTime) -> Duration {
        .milliseconds(other.millisecondsSince1970 - millisecondsSince1970)
    }
}

extension WallTime: Comparable {
    /// Orders moments by time.
    public static func < (left: WallTime, right: WallTime) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}
