// SPDX-License-Identifier: Apache-2.0

/// A piece of work to be done later, and how.
///
/// The payload is opaque to queues. Keep it small: put documents into a ``BlobStore`` and send their keys.
public struct JobRequest: Hashable, Sendable, Codable {
    /// The job's name; the same name is never accepted twice.
    public var id: JobID

    /// The queue that it waits in.
    public var queue: QueueName

    /// What the worker needs to know.
    public var payload: [UInt8]

    /// A key of which at most one job lives at a time; `nil` for no such rule.
    public var deduplicationKey: String?

    /// Higher goes first, where the queue orders by priority.
    public var priority: Int

    /// How long it is held back at first.
    public var delay: Duration

    /// How often it is handed out before it is given up.
    public var maximumAttempts: Int

    /// How many of its leases may lapse without a word before it is taken for poison.
    public var maximumCrashes: Int

    /// Headers that travel along, such as a trace context.
    public var headers: [String: String]

    /// Describes a job.
    ///
    /// - Parameters:
    ///   - id: The job's name.
    ///   - queue: The queue that it waits in.
    ///   - payload: What the worker needs to know.
    ///   - deduplicationKey: A key of which at most one job lives at a time.
    ///   - priority: Higher goes first.
    ///   - delay: How long it is held back at first.
    ///   - maximumAttempts: How often it is handed out before it is given up; at least 1.
    ///   - maximumCrashes: How many leases may lapse before it is taken for poison; at least 1.
    ///   - headers: Headers that travel along.
    public init(
        id: JobID = .random(), queue: QueueName, payload: [UInt8] = [], deduplicationKey: String? = nil,
        priority: Int = 0, delay: Duration = .zero, maximumAttempts: Int = 5, maximumCrashes: Int = 3,
        headers: [String: String] = [:]
    ) {
        self.id = id
        self.queue = queue
        self.payload = payload
        self.deduplicationKey = deduplicationKey
        self.priority = priority
        self.delay = delay
        self.maximumAttempts = maximumAttempts
        self.maximumCrashes = maximumCrashes
        self.headers = headers
    }
}

/// What became of an enqueued job.
public enum EnqueueOutcome: Hashable, Sendable, Codable {
    /// It is kept and will be delivered.
    case accepted(JobID)
    /// Nothing was kept: a job of that name is known, or another of the same key lives.
    case duplicate(of: JobID)
}
