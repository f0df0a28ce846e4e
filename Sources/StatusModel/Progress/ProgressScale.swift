// SPDX-License-Identifier: Apache-2.0

/// How much of the whole each phase and stage is, in percent.
///
/// A stage's weight is the width of its span. Within the span the stage's ``UnitCount`` decides; a stage that counts
/// nothing stands at the start of its span.
enum ProgressScale {
    /// Where a phase stands, for phases without lanes.
    static func start(of phase: Phase) -> Double {
        switch phase {
        case .received, .validating: 0
        case .queued: 5
        case .classifying, .processing: 10
        case .publishing: 95
        case .completed, .duplicate: 100
        case .failed, .rejected, .cancelled, .expired: 0
        }
    }

    /// The span of a stage in its lane.
    static func span(of stage: Stage, in lane: Lane) -> (start: Double, end: Double) {
        switch (lane, stage) {
        case (_, .indexing): (85, 95)
        case (.text, .extracting): (20, 35)
        case (.text, .ocr): (35, 40)
        case (.text, .processingVisuals): (40, 70)
        case (.text, .chunking): (80, 82)
        case (.text, .embedding): (82, 85)
        case (.vdr, .rendering): (20, 30)
        case (.vdr, .embeddingPages): (30, 80)
        default: (10, 10)
        }
    }

    /// Where a lane stands.
    static func percent(of status: LaneStatus, in lane: Lane) -> Double {
        switch status.activity {
        case .waiting: return start(of: .processing)
        case .running(let stage):
            let (start, end) = span(of: stage, in: lane)
            return start + (end - start) * status.units.fraction
        case .done, .failed: return start(of: .publishing)
        }
    }
}
