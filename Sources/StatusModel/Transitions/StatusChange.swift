// SPDX-License-Identifier: Apache-2.0

/// Something that happened to a document; the only thing that moves a ``DocumentStatus``.
public enum StatusChange: Hashable, Sendable, Codable {
    /// Checks begin.
    case validationStarted
    /// Checks passed; the document waits for a worker.
    case accepted
    /// Checks failed; the reason says which.
    case rejected(reason: RedactedText)
    /// Another document has the same content.
    case duplicate(of: String)
    /// The document needs no processing and is done.
    case skipped
    /// The choice of lanes begins.
    case classificationStarted
    /// The lanes are chosen; they start to wait for workers. Choosing none is illegal.
    case classified(lanes: Set<Lane>, allowsPartialResult: Bool)
    /// A worker begins an attempt on a lane.
    case attemptStarted(Lane)
    /// A lane enters a stage, later in its order than the one that it was in.
    case stageStarted(Lane, Stage)
    /// A lane's running stage got further; never back within an attempt.
    case progressed(Lane, UnitCount)
    /// A lane finished. When it was the last, the document is published.
    case laneFinished(Lane)
    /// A lane gave up. When it was the last, the document is published in part or fails.
    case laneFailed(Lane, FailureInfo)
    /// An attempt failed and another is due later; without a lane, an attempt at validation, classification or
    /// publishing.
    case retryScheduled(Lane?, FailureInfo, at: WallTime)
    /// The new generation is visible.
    case published
    /// Processing gave up.
    case failed(FailureInfo)
    /// Work is held back.
    case paused
    /// Work goes on.
    case resumed
    /// Someone asked to stop.
    case cancellationRequested
    /// It stopped.
    case cancelled
    /// Its time ran out.
    case expired
    /// It is processed again from the start, as the next generation.
    case reprocess
}

extension StatusChange {
    /// A change without its details: what the transition table is made of.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// See ``StatusChange/validationStarted``.
        case validationStarted
        /// See ``StatusChange/accepted``.
        case accepted
        /// See ``StatusChange/rejected(reason:)``.
        case rejected
        /// See ``StatusChange/duplicate(of:)``.
        case duplicate
        /// See ``StatusChange/skipped``.
        case skipped
        /// See ``StatusChange/classificationStarted``.
        case classificationStarted
        /// See ``StatusChange/classified(lanes:allowsPartialResult:)``.
        case classified
        /// See ``StatusChange/attemptStarted(_:)``.
        case attemptStarted
        /// See ``StatusChange/stageStarted(_:_:)``.
        case stageStarted
        /// See ``StatusChange/progressed(_:_:)``.
        case progressed
        /// See ``StatusChange/laneFinished(_:)``.
        case laneFinished
        /// See ``StatusChange/laneFailed(_:_:)``.
        case laneFailed
        /// See ``StatusChange/retryScheduled(_:_:at:)``.
        case retryScheduled
        /// See ``StatusChange/published``.
        case published
        /// See ``StatusChange/failed(_:)``.
        case failed
        /// See ``StatusChange/paused``.
        case paused
        /// See ``StatusChange/resumed``.
        case resumed
        /// See ``StatusChange/cancellationRequested``.
        case cancellationRequested
        /// See ``StatusChange/cancelled``.
        case cancelled
        /// See ``StatusChange/expired``.
        case expired
        /// See ``StatusChange/reprocess``.
        case reprocess
    }

    /// The change without its details.
    public var kind: Kind {
        switch self {
        case .validationStarted: .validationStarted
        case .accepted: .accepted
        case .rejected: .rejected
        case .duplicate: .duplicate
        case .skipped: .skipped
        case .classificationStarted: .classificationStarted
        case .classified: .classified
        case .attemptStarted: .attemptStarted
        case .stageStarted: .stageStarted
        case .progressed: .progressed
        case .laneFinished: .laneFinished
        case .laneFailed: .laneFailed
        case .retryScheduled: .retryScheduled
        case .published: .published
        case .failed: .failed
        case .paused: .paused
        case .resumed: .resumed
        case .cancellationRequested: .cancellationRequested
        case .cancelled: .cancelled
        case .expired: .expired
        case .reprocess: .reprocess
        }
    }
}
