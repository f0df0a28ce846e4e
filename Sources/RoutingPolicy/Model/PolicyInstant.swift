// SPDX-License-Identifier: Apache-2.0

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Evaluation reads no clock: whoever asks for a decision says when it is.
///
/// ```swift
/// let now = PolicyInstant(secondsSince1970: Date().timeIntervalSince1970)
/// ```
public struct PolicyInstant: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    public var millisecondsSince1970: Int64

    /// Creates a moment.
    ///
    /// - Parameter millisecondsSince1970: Milliseconds since 1970-01-01T00:00:00Z.
    public init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

    /// Creates a moment.
    ///
    /// - Parameter secondsSince1970: Seconds since 1970-01-01T00:00:00Z, rounded down to milliseconds; what lies beyond
    ///   the range of 64 bits becomes the nearest moment, and what is not a number the start of 1970.
    public init(secondsSince1970: Double) {
        let milliseconds = (secondsSince1970 * 1_000).rounded(.down)
        if milliseconds.isNaN {
            self.millisecondsSince1970 = 0
        } else {
            self.millisecondsSince1970 = Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
        }
    }

    /// The moment a duration later.
    ///
    /// - Parameters:
    ///   - instant: A moment.
    ///   - duration: How much later, rounded down to milliseconds; a negative one is earlier.
    /// - Returns: The later moment.
    public static func + (instant: PolicyInstant, duration: Duration) -> PolicyInstant {
        PolicyInstant(millisecondsSince1970: instant.millisecondsSince1970 &+ duration.wholeMilliseconds)
    }
}

extension PolicyInstant: Comparable {
    /// Orders moments by time.
    public static func < (left: PolicyInstant, right: PolicyInstant) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}

extension Duration {
    /// The whole milliseconds, rounded towards zero.
    package var wholeMilliseconds: Int64 {
        components.seconds &* 1_000 &+ components.attoseconds / 1_000_000_000_000_000
    }
}
