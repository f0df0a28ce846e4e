// SPDX-License-Identifier: Apache-2.0
import StatusModel
import TestSupport

/// Statuses and changes for the tests.
enum Sample {
    static let now = WallTime(millisecondsSince1970: 1_000)

    static func failure(_ category: FailureInfo.Category = .transient) -> FailureInfo {
        FailureInfo(stage: "extracting", code: "test", category: category)
    }

    /// A document in processing with an attempt running on each lane.
    static func processing(_ lanes: Set<Lane>, allowsPartialResult: Bool = false) throws -> DocumentStatus {
        var status = DocumentStatus(receivedAt: now)
        let changes: [StatusChange] = [
            .validationStarted, .accepted, .classificationStarted,
            .classified(lanes: lanes, allowsPartialResult: allowsPartialResult),
        ]
        for change in changes + lanes.sorted().map({ .attemptStarted($0) }) { try status.reduce(change, at: now) }
        return status
    }

    /// Any change, legal or not.
    static func change(using generator: inout SplitMix64) -> StatusChange {
        let lane = Lane.allCases[generator.index(2)]
        let stage = Stage.allCases[generator.index(Stage.allCases.count)]
        let failure = failure(FailureInfo.Category.allCases[generator.index(6)])
        switch StatusChange.Kind.allCases[generator.index(StatusChange.Kind.allCases.count)] {
        case .validationStarted: return .validationStarted
        case .accepted: return .accepted
        case .rejected: return .rejected(reason: "too large")
        case .duplicate: return .duplicate(of: "other")
        case .skipped: return .skipped
        case .classificationStarted: return .classificationStarted
        case .classified:
            let lanes: [Set<Lane>] = [[.text], [.vdr], [.text, .vdr], []]
            return .classified(lanes: lanes[generator.index(4)], allowsPartialResult: generator.index(2) == 0)
        case .attemptStarted: return .attemptStarted(lane)
        case .stageStarted: return .stageStarted(lane, stage)
        case .progressed: return .progressed(lane, UnitCount(done: generator.index(10), total: generator.index(10)))
        case .laneFinished: return .laneFinished(lane)
        case .laneFailed: return .laneFailed(lane, failure)
        case .retryScheduled: return .retryScheduled(generator.index(4) == 0 ? nil : lane, failure, at: now)
        case .published: return .published
        case .failed: return .failed(failure)
        case .paused: return .paused
        case .resumed: return .resumed
        case .cancellationRequested: return .cancellationRequested
        case .cancelled: return .cancelled
        case .expired: return .expired
        case .reprocess: return .reprocess
        }
    }
}

extension SplitMix64 {
    /// A number from 0 to below `count`.
    mutating func index(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    /// A number of the standard normal distribution, as the sum of twelve uniform ones.
    mutating func normal() -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
    }
}
