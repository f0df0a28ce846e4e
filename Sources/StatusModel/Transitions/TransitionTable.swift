// SPDX-License-Identifier: Apache-2.0

/// The whole state machine as a table: for each phase and kind of change, the phases that can follow.
///
/// The table is computed from the reducer by trying it, so that the documentation cannot say what the code does not do.
public enum TransitionTable {
    /// The phases that can follow when a change of a kind is applied in a phase; empty where it is always illegal.
    ///
    /// - Parameters:
    ///   - phase: The phase before.
    ///   - kind: The kind of change.
    /// - Returns: The phases after, in their declared order.
    public static func successors(of phase: Phase, on kind: StatusChange.Kind) -> [Phase] {
        let found = Set(
            examples(in: phase).flatMap { status in
                changes(of: kind).compactMap { try? status.reducing($0, at: .epoch).status.phase }
            })
        return Phase.allCases.filter(found.contains)
    }

    /// The table in Markdown: a row for each kind of change, a column for each live phase and one for all terminal
    /// phases together.
    public static func markdown() -> String {
        let columns = Phase.allCases.filter { !$0.isTerminal }
        var lines = ["| change | " + columns.map(\.rawValue).joined(separator: " | ") + " | terminal |"]
        lines.append(String(repeating: "| --- ", count: columns.count + 2) + "|")
        for kind in StatusChange.Kind.allCases {
            let cells = columns.map { successors(of: $0, on: kind) } + [terminalSuccessors(on: kind)]
            let texts = cells.map { $0.isEmpty ? "·" : $0.map(\.rawValue).joined(separator: ", ") }
            lines.append("| `\(kind.rawValue)` | " + texts.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private static func terminalSuccessors(on kind: StatusChange.Kind) -> [Phase] {
        let found = Set(Phase.allCases.filter(\.isTerminal).flatMap { successors(of: $0, on: kind) })
        return Phase.allCases.filter(found.contains)
    }
}

extension TransitionTable {
    /// Statuses in a phase that between them differ in everything a transition depends on.
    static func examples(in phase: Phase) -> [DocumentStatus] {
        var base = DocumentStatus(receivedAt: .epoch)
        base.phase = phase
        var examples = [base]
        base.isPaused = true
        base.isCancellationRequested = true
        examples.append(base)
        guard phase == .processing || phase == .publishing else { return examples }
        for allowsPartialResult in [false, true] {
            for lanes in [[Lane.text], [.text, .vdr]] {
                for other in [LaneStatus.Activity.running(.rendering), .done, .failed(failure(.permanent))] {
                    var status = DocumentStatus(receivedAt: .epoch)
                    status.phase = phase
                    status.allowsPartialResult = allowsPartialResult
                    for lane in lanes {
                        var laneStatus = LaneStatus()
                        laneStatus.attempt = 1
                        laneStatus.activity = lane == .text ? .running(.extracting) : other
                        status.lanes[lane] = laneStatus
                    }
                    examples.append(status)
                }
            }
        }
        return examples
    }

    /// Changes of a kind, legal in at least one example of each phase that allows the kind.
    static func changes(of kind: StatusChange.Kind) -> [StatusChange] {
        switch kind {
        case .validationStarted: [.validationStarted]
        case .accepted: [.accepted]
        case .rejected: [.rejected(reason: "too large")]
        case .duplicate: [.duplicate(of: "other")]
        case .skipped: [.skipped]
        case .classificationStarted: [.classificationStarted]
        case .classified:
            [
                .classified(lanes: [.text], allowsPartialResult: false),
                .classified(lanes: [], allowsPartialResult: true),
            ]
        case .attemptStarted: [.attemptStarted(.text), .attemptStarted(.vdr)]
        case .stageStarted: [.stageStarted(.text, .chunking), .stageStarted(.text, .rendering)]
        case .progressed: [.progressed(.text, UnitCount(done: 1, total: 2))]
        case .laneFinished: [.laneFinished(.text)]
        case .laneFailed: [.laneFailed(.text, failure(.permanent))]
        case .retryScheduled:
            [
                .retryScheduled(.text, failure(.transient), at: .epoch),
                .retryScheduled(nil, failure(.transient), at: .epoch),
            ]
        case .published: [.published]
        case .failed: [.failed(failure(.permanent))]
        case .paused: [.paused]
        case .resumed: [.resumed]
        case .cancellationRequested: [.cancellationRequested]
        case .cancelled: [.cancelled]
        case .expired: [.expired]
        case .reprocess: [.reprocess]
        }
    }

    private static func failure(_ category: FailureInfo.Category) -> FailureInfo {
        FailureInfo(stage: "example", code: "example", category: category)
    }
}

extension WallTime {
    fileprivate static let epoch = WallTime(millisecondsSince1970: 0)
}
