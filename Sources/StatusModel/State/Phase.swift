// SPDX-License-Identifier: Apache-2.0

/// Where a document stands on its way from upload to search.
///
/// A phase is one of a dozen; what moves within ``processing`` are the document's ``Lane``s. Circumstances such as
/// "paused" or "waiting to be tried again" are fields of ``DocumentStatus``, not phases, so that they never multiply
/// the state machine.
public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
    /// The document is known and nothing has been looked at.
    case received
    /// Existence, size and media type are being checked.
    case validating
    /// The document waits for a worker.
    case queued
    /// The lanes that it takes are being chosen.
    case classifying
    /// At least one lane works on it.
    case processing
    /// All lanes are settled; the new generation is being made visible.
    case publishing
    /// The document is found by searches. Terminal.
    case completed
    /// Processing gave up; ``DocumentStatus/failure`` says why. Terminal.
    case failed
    /// Validation refused the document. Terminal.
    case rejected
    /// Someone asked to stop, and it stopped. Terminal.
    case cancelled
    /// It was not finished before its time ran out. Terminal.
    case expired
    /// Its content is that of another document. Terminal.
    case duplicate

    /// Whether nothing but ``StatusChange/reprocess`` leads out of this phase.
    public var isTerminal: Bool {
        switch self {
        case .received, .validating, .queued, .classifying, .processing, .publishing: false
        case .completed, .failed, .rejected, .cancelled, .expired, .duplicate: true
        }
    }
}
