// SPDX-License-Identifier: Apache-2.0

/// When something holds: from a moment on, until just before another.
public struct TimeWindow: Hashable, Sendable {
    /// The first moment; `nil` has no beginning.
    public var from: PolicyInstant?

    /// The first moment after the window; `nil` has no end.
    public var until: PolicyInstant?

    /// Creates a window.
    ///
    /// - Parameters:
    ///   - from: The first moment inside.
    ///   - until: The first moment after.
    public init(from: PolicyInstant? = nil, until: PolicyInstant? = nil) {
        self.from = from
        self.until = until
    }

    /// Whether a moment lies in the window.
    ///
    /// - Parameter instant: The moment.
    /// - Returns: Whether it is not before ``from`` and is before ``until``.
    public func contains(_ instant: PolicyInstant) -> Bool {
        if let from, instant < from { return false }
        if let until, instant >= until { return false }
        return true
    }
}

extension TimeWindow: CustomStringConvertible {
    /// The window in words.
    public var description: String {
        switch (from, until) {
        case (let from?, let until?): "from \(from) until \(until)"
        case (let from?, nil): "from \(from)"
        case (nil, let until?): "until \(until)"
        case (nil, nil): "always"
        }
    }
}
