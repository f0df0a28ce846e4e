// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// A call to a status store, in terms that make sense in any run.
enum StatusCommand: Sendable {
    /// An append of the given change, expecting the newest sequence plus an offset; fence 0 is none.
    case append(DocumentID, StatusChange?, offset: Int, fence: UInt64, id: EventID)
    case appendAgain(pick: Int)
    case read(DocumentID)
    case history(DocumentID, after: Int, limit: Int)
    case follow(reader: Int, limit: Int)
    case rewind(reader: Int)
    case list(StatusFilter, limit: Int)
    case expire(minimumAge: Int, limit: Int)
    case advance(seconds: Int)
    case restart

    static let documents: [DocumentID] = ["a", "b", "c", "d", "e"]
    static let readers = 3

    /// The tenant that a document belongs to.
    static func tenant(of document: DocumentID) -> TenantID { document == "e" ? "other" : "main" }

    static func random(count: Int, restarts: Bool, using generator: inout SeededGenerator) -> [StatusCommand] {
        // Statuses as they would be without conflicts, so that most changes are legal.
        var statuses: [DocumentID: DocumentStatus] = [:]
        return (0..<count).map { number in
            let document = documents[generator.index(documents.count)]
            switch generator.index(100) {
            case 0..<50:
                let offset = generator.chance(0.1) ? [-1, 1, 2][generator.index(3)] : 0
                let change = change(for: statuses[document], using: &generator)
                if offset == 0 { advance(&statuses[document], by: change) }
                let fence = generator.chance(0.3) ? UInt64(1 + generator.index(4)) : 0
                return .append(document, change, offset: offset, fence: fence, id: EventID("event\(number)"))
            case 50..<56: return .appendAgain(pick: generator.index(1 << 20))
            case 56..<64: return .read(document)
            case 64..<70: return .history(document, after: generator.index(10), limit: 1 + generator.index(8))
            case 70..<85: return .follow(reader: generator.index(readers), limit: 1 + generator.index(8))
            case 85..<87: return .rewind(reader: generator.index(readers))
            case 87..<91:
                let phases: Set<Phase>? = generator.chance(0.5) ? [.completed, .failed, .queued] : nil
                let tenant: TenantID? = generator.chance(0.5) ? "main" : nil
                return .list(StatusFilter(tenant: tenant, phases: phases), limit: 1 + generator.index(5))
            case 91..<93: return .expire(minimumAge: generator.index(30), limit: 1 + generator.index(3))
            case 93..<98: return .advance(seconds: 1 + generator.index(10))
            default: return restarts ? .restart : .read(document)
            }
        }
    }

    private static func advance(_ status: inout DocumentStatus?, by change: StatusChange?) {
        let now = WallTime(millisecondsSince1970: 0)
        guard let change else {
            status = status ?? DocumentStatus(receivedAt: now)
            return
        }
        _ = try? status?.reduce(change, at: now)
    }

    private static func change(for status: DocumentStatus?, using generator: inout SeededGenerator) -> StatusChange? {
        guard let status, !generator.chance(0.02) else { return nil }
        let legal = candidates.filter { $0.kind.phases.contains(status.phase) }
        return generator.chance(0.15) || legal.isEmpty
            ? candidates[generator.index(candidates.count)] : legal[generator.index(legal.count)]
    }

    private static let candidates: [StatusChange] = {
        let failure = FailureInfo(stage: "test", code: "test", category: .transient)
        return [
            .validationStarted, .accepted, .rejected(reason: "too large"), .skipped, .classificationStarted,
            .classified(lanes: [.text], allowsPartialResult: false),
            .classified(lanes: [.text, .vdr], allowsPartialResult: true), .attemptStarted(.text), .attemptStarted(.vdr),
            .stageStarted(.text, .extracting), .stageStarted(.text, .embedding), .stageStarted(.vdr, .rendering),
            .progressed(.text, UnitCount(done: 1, total: 4)), .laneFinished(.text), .laneFinished(.vdr),
            .retryScheduled(.text, failure, at: WallTime(millisecondsSince1970: 5)), .published, .failed(failure),
            .paused, .resumed, .cancelled, .reprocess,
        ]
    }()
}
