// SPDX-License-Identifier: Apache-2.0

/// Everything that is known about the processing of one document.
///
/// It is a value that only ``reducing(_:at:)`` moves: the same changes in the same order give the same status
/// everywhere, in a store, in a worker and in a browser's client.
///
/// ```swift
/// var status = DocumentStatus(receivedAt: now)
/// try status.reduce(.validationStarted, at: now)
/// try status.reduce(.accepted, at: now)
/// print(status.phase)  // queued
/// ```
public struct DocumentStatus: Hashable, Sendable, Codable {
    /// Where the document stands.
    public internal(set) var phase: Phase

    /// The lanes that it takes; empty until they are chosen.
    public internal(set) var lanes: [Lane: LaneStatus]

    /// How often it has been processed from the start, counted from 1.
    ///
    /// Index entries carry it; a search sees the newest published generation only.
    public internal(set) var generation: Int

    /// The attempts that were started in this generation, over all lanes.
    public internal(set) var attempt: Int

    /// The number of changes so far; the store keeps it dense, without holes or repeats.
    public internal(set) var sequence: Int

    /// Whether work is held back until someone resumes it.
    public internal(set) var isPaused: Bool

    /// When the next attempt begins, where one is scheduled.
    public internal(set) var retryAt: WallTime?

    /// Whether someone asked to stop; workers stop at the next opportunity.
    public internal(set) var isCancellationRequested: Bool

    /// Whether a document is published although one of its lanes failed.
    public internal(set) var allowsPartialResult: Bool

    /// The last failure: of the attempt that is retried, or what ended the document.
    public internal(set) var failure: FailureInfo?

    /// Why validation refused the document.
    public internal(set) var rejection: RedactedText?

    /// The name of the document with the same content.
    public internal(set) var original: String?

    /// The progress shown so far in this generation and attempt, from 0 to 100.
    public internal(set) var percent: Double

    /// When the document was first received.
    public internal(set) var receivedAt: WallTime

    /// When the last change happened, as its author's clock said.
    public internal(set) var updatedAt: WallTime

    /// The status of a document that has just been received; its sequence is 1.
    ///
    /// - Parameter now: The moment of receipt.
    public init(receivedAt now: WallTime) {
        self.phase = .received
        self.lanes = [:]
        self.generation = 1
        self.attempt = 0
        self.sequence = 1
        self.isPaused = false
        self.retryAt = nil
        self.isCancellationRequested = false
        self.allowsPartialResult = false
        self.failure = nil
        self.rejection = nil
        self.original = nil
        self.percent = 0
        self.receivedAt = now
        self.updatedAt = now
    }

    /// The lanes that finished with a failure although the document was published, in order.
    public var failedLanes: [Lane] {
        lanes.filter { if case .failed = $0.value.activity { true } else { false } }.keys.sorted()
    }

    /// Compares with another status of the same document.
    ///
    /// - Parameter other: The other status.
    /// - Returns: Whether the other status is older than this one.
    public func isNewer(than other: DocumentStatus) -> Bool {
        (generation, sequence) > (other.generation, other.sequence)
    }
}
