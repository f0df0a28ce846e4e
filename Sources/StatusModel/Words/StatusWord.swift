// SPDX-License-Identifier: Apache-2.0

/// The fifteen words by which clients of the status interface know a document's progress.
///
/// The words are flat where the state machine has phases, lanes and stages, so several statuses share a word:
/// a rejected or expired document is `failed`, a duplicate is `completed`.
public enum StatusWord: String, Hashable, Sendable, Codable, CaseIterable {
    /// The document has arrived.
    case uploaded
    /// It is being checked.
    case validating
    /// It waits for a worker.
    case queued
    /// A worker has it.
    case processingStarted = "processing_started"
    /// Pages are turned into images.
    case convertingPages = "converting_pages"
    /// Text is read or recognised.
    case extractingText = "extracting_text"
    /// Visuals are looked for.
    case processingVisuals = "processing_visuals"
    /// Visuals were found and are described one by one.
    case classifyingVisuals = "classifying_visuals"
    /// The text is cut into chunks.
    case chunking
    /// Chunks are turned into vectors.
    case embedding
    /// Page images are turned into vectors.
    case embeddingPages = "embedding_pages"
    /// Vectors are written and made visible.
    case storing
    /// It is found by searches.
    case completed
    /// It is not, and will not be without help.
    case failed
    /// Someone stopped it.
    case cancelled
}

extension StatusWord {
    /// The word for a status; of two lanes the less advanced one speaks.
    ///
    /// - Parameter status: The status.
    public init(_ status: DocumentStatus) {
        switch status.phase {
        case .received: self = .uploaded
        case .validating: self = .validating
        case .queued: self = .queued
        case .classifying: self = .processingStarted
        case .processing: self = Self.word(of: status.lanes)
        case .publishing: self = .storing
        case .completed, .duplicate: self = .completed
        case .failed, .rejected, .expired: self = .failed
        case .cancelled: self = .cancelled
        }
    }

    private static func word(of lanes: [Lane: LaneStatus]) -> StatusWord {
        let slowest = lanes.min {
            (ProgressScale.percent(of: $0.value, in: $0.key), $0.key)
                < (ProgressScale.percent(of: $1.value, in: $1.key), $1.key)
        }
        guard let slowest else { return .processingStarted }
        switch slowest.value.activity {
        case .waiting: return .processingStarted
        case .done, .failed: return .storing
        case .running(let stage): return word(of: stage, units: slowest.value.units)
        }
    }

    private static func word(of stage: Stage, units: UnitCount) -> StatusWord {
        switch stage {
        case .extracting, .ocr: .extractingText
        case .processingVisuals: units.total > 0 ? .classifyingVisuals : .processingVisuals
        case .chunking: .chunking
        case .embedding: .embedding
        case .rendering: .convertingPages
        case .embeddingPages: .embeddingPages
        case .indexing: .storing
        }
    }
}

extension StatusWord {
    /// The shortest changes that bring a document that has just been received to this word.
    ///
    /// Records that know only the word enter a status log by these.
    ///
    /// - Parameters:
    ///   - lane: The lane that the document took; a word that only one lane knows takes that lane.
    ///   - failure: Why, for ``failed``.
    /// - Returns: The changes, in order; applying them gives a status with this word.
    public func changes(
        lane: Lane = .text,
        failure: FailureInfo = FailureInfo(stage: "unknown", code: "unknown", category: .permanent)
    ) -> [StatusChange] {
        let accepted: [StatusChange] = [.validationStarted, .accepted]
        switch self {
        case .uploaded: return []
        case .validating: return [.validationStarted]
        case .queued: return accepted
        case .processingStarted: return accepted + Self.started(lane)
        case .convertingPages: return accepted + Self.running(.rendering, in: .vdr)
        case .extractingText: return accepted + Self.running(.extracting, in: .text)
        case .processingVisuals: return accepted + Self.running(.processingVisuals, in: .text)
        case .classifyingVisuals:
            let counted = StatusChange.progressed(.text, UnitCount(done: 0, total: 1))
            return accepted + Self.running(.processingVisuals, in: .text) + [counted]
        case .chunking: return accepted + Self.running(.chunking, in: .text)
        case .embedding: return accepted + Self.running(.embedding, in: .text)
        case .embeddingPages: return accepted + Self.running(.embeddingPages, in: .vdr)
        case .storing: return accepted + Self.running(.indexing, in: lane)
        case .completed: return accepted + Self.started(lane) + [.laneFinished(lane), .published]
        case .failed: return [.failed(failure)]
        case .cancelled: return [.cancelled]
        }
    }

    private static func started(_ lane: Lane) -> [StatusChange] {
        [.classificationStarted, .classified(lanes: [lane], allowsPartialResult: false), .attemptStarted(lane)]
    }

    private static func running(_ stage: Stage, in lane: Lane) -> [StatusChange] {
        started(lane) + [.stageStarted(lane, stage)]
    }
}
