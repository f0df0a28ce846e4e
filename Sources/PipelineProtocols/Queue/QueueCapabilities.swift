// SPDX-License-Identifier: Apache-2.0

/// What a queue can do, and how much of it; what it declares here is what its conformance kit holds it to.
public struct QueueCapabilities: Hashable, Sendable {
    /// The most bytes of a payload.
    public var maximumPayloadBytes: Int

    /// The most jobs of one call.
    public var maximumBatchCount: Int

    /// The longest lease.
    public var maximumLease: Duration

    /// The longest delay.
    public var maximumDelay: Duration

    /// For which time a deduplication key is taken.
    public var deduplication: DeduplicationWindow

    /// How jobs are ordered.
    public var order: Order

    /// How much earlier than promised a lease may end, where clocks differ.
    public var leaseSkew: Duration

    /// How long after the moment at which a job may be delivered it is at the latest deliverable.
    public var grace: Duration

    /// How long a finished job's name is remembered.
    public var identityRetention: Duration

    /// Whether what was acknowledged survives the end of the process.
    public var isDurable: Bool

    /// Declares what a queue can do; the defaults are those of an embedded queue.
    ///
    /// - Parameters:
    ///   - maximumPayloadBytes: The most bytes of a payload.
    ///   - maximumBatchCount: The most jobs of one call.
    ///   - maximumLease: The longest lease.
    ///   - maximumDelay: The longest delay.
    ///   - deduplication: For which time a deduplication key is taken.
    ///   - order: How jobs are ordered.
    ///   - leaseSkew: How much earlier than promised a lease may end.
    ///   - grace: How late a job may become deliverable.
    ///   - identityRetention: How long a finished job's name is remembered.
    ///   - isDurable: Whether what was acknowledged survives the end of the process.
    public init(
        maximumPayloadBytes: Int = 256 * 1024, maximumBatchCount: Int = 1000, maximumLease: Duration = .seconds(43_200),
        maximumDelay: Duration = .seconds(14 * 86_400), deduplication: DeduplicationWindow = .whileLive,
        order: Order = .strictPriority, leaseSkew: Duration = .zero, grace: Duration = .zero,
        identityRetention: Duration = .seconds(3600), isDurable: Bool = false
    ) {
        self.maximumPayloadBytes = maximumPayloadBytes
        self.maximumBatchCount = maximumBatchCount
        self.maximumLease = maximumLease
        self.maximumDelay = maximumDelay
        self.deduplication = deduplication
        self.order = order
        self.leaseSkew = leaseSkew
        self.grace = grace
        self.identityRetention = identityRetention
        self.isDurable = isDurable
    }

    /// For which time a deduplication key is taken.
    public enum DeduplicationWindow: Hashable, Sendable {
        /// From enqueue until the job is finished, cancelled or dead.
        case whileLive
        /// For a fixed time after the enqueue.
        case fixed(Duration)
        /// Keys are ignored.
        case none
    }

    /// How jobs are ordered.
    public enum Order: Hashable, Sendable {
        /// Higher priority always goes first; of equal priority any order, but the oldest waits a bounded time.
        case strictPriority
        /// Priority is ignored.
        case unordered
    }
}
