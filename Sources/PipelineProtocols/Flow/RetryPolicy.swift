// SPDX-License-Identifier: Apache-2.0
public import StatusModel

/// How long to wait before a failed attempt is repeated, and whether at all.
///
/// The wait grows exponentially and is drawn evenly from zero to its bound ("full jitter"), so that workers that failed
/// together do not come back together (Brooker 2015, "Exponential Backoff And Jitter").
public struct RetryPolicy: Hashable, Sendable {
    /// The bounds of the waits for each category; a category without bounds is not repeated.
    public var bounds: [FailureInfo.Category: Bounds]

    /// The most attempts.
    public var maximumAttempts: Int

    /// How the bound of the wait grows.
    public struct Bounds: Hashable, Sendable {
        /// The bound after the first failure.
        public var first: Duration

        /// The bound that is never exceeded.
        public var last: Duration

        /// Describes how the bound grows: it doubles from the first to the last.
        ///
        /// - Parameters:
        ///   - first: The bound after the first failure.
        ///   - last: The bound that is never exceeded.
        public init(first: Duration, last: Duration) {
            self.first = first
            self.last = last
        }

        /// The bound after a failed attempt, counted from 1.
        func bound(afterAttempt attempt: Int) -> Duration {
            var bound = first
            for _ in 1..<max(attempt, 1) where bound < last { bound = bound + bound }
            return min(bound, last)
        }
    }

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - bounds: The bounds of the waits for each category; one that is missing is not repeated.
    ///   - maximumAttempts: The most attempts.
    public init(bounds: [FailureInfo.Category: Bounds] = Self.standardBounds, maximumAttempts: Int = 5) {
        self.bounds = bounds
        self.maximumAttempts = maximumAttempts
    }

    /// Waits that suit calls over a network.
    public static let standardBounds: [FailureInfo.Category: Bounds] = [
        .transient: Bounds(first: .seconds(1), last: .seconds(60)),
        .throttled: Bounds(first: .seconds(5), last: .seconds(300)),
        .timeout: Bounds(first: .seconds(2), last: .seconds(120)),
    ]

    /// How long to wait before the next attempt.
    ///
    /// - Parameters:
    ///   - failure: What happened; its attempt says how many were made.
    ///   - atLeast: A wait that the engine asked for, such as ``PipelineError/retryAfter``.
    ///   - generator: Where the jitter comes from.
    /// - Returns: The wait, or `nil` where there is no next attempt.
    public func delay(
        after failure: FailureInfo, atLeast: Duration = .zero, using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard failure.category.isRetryable, failure.attempt < maximumAttempts, let bounds = bounds[failure.category]
        else { return nil }
        let bound = bounds.bound(afterAttempt: failure.attempt)
        return max(atLeast, bound * Double.random(in: 0...1, using: &generator))
    }
}
