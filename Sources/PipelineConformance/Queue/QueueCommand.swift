// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import StatusModel

/// A call to a queue, in terms that make sense in any run: what is picked is picked among what there is.
enum QueueCommand: Sendable {
    case enqueue([JobRequest])
    case enqueueAgain(pick: Int)
    case enqueueTooLarge(JobRequest, JobRequest)
    case lease(QueueName, count: Int, seconds: Int)
    case extend(pick: Int, seconds: Int)
    case settle([(pick: Int, action: Settlement.Action)])
    case cancel(pick: Int)
    case setPaused(Bool, QueueName)
    case advance(seconds: Int)
    case statistics(QueueName)
    case deadJobs(QueueName)
    case redrive(pick: Int, twice: Bool)
    case restart

    static let queues: [QueueName] = ["text", "vdr"]

    /// Random commands; job names are numbered, so that they mean the same in every part of the run.
    static func random(count: Int, limit: Int, restarts: Bool, using generator: inout SeededGenerator) -> [QueueCommand]
    {
        var nextJob = 0
        func job(_ generator: inout SeededGenerator) -> JobRequest {
            nextJob += 1
            return JobRequest(
                id: JobID("job\(nextJob)"), queue: queues[generator.index(5) == 0 ? 1 : 0],
                payload: Array("payload \(nextJob)".utf8),
                deduplicationKey: generator.chance(0.3) ? "key\(generator.index(4))" : nil,
                priority: generator.chance(0.3) ? generator.index(3) : 0,
                delay: generator.chance(0.2) ? .seconds(1 + generator.index(20)) : .zero,
                maximumAttempts: 1 + generator.index(4), maximumCrashes: 1 + generator.index(3))
        }
        return (0..<count).map { _ in
            let queue = queues[generator.index(5) == 0 ? 1 : 0]
            switch generator.index(100) {
            case 0..<22: return .enqueue((0...generator.index(3)).map { _ in job(&generator) })
            case 22..<25: return .enqueueAgain(pick: generator.index(1 << 20))
            case 25..<27:
                var large = job(&generator)
                large.payload = [UInt8](repeating: 1, count: limit + 1)
                return .enqueueTooLarge(job(&generator), large)
            case 27..<47: return .lease(queue, count: 1 + generator.index(4), seconds: 5 + generator.index(20))
            case 47..<53: return .extend(pick: generator.index(1 << 20), seconds: 5 + generator.index(20))
            case 53..<72:
                return .settle(
                    (0...generator.index(2)).map { _ in (generator.index(1 << 20), action(&generator)) })
            case 72..<75: return .cancel(pick: generator.index(1 << 20))
            case 75..<78: return .setPaused(generator.chance(0.4), queue)
            case 78..<90: return .advance(seconds: 1 + generator.index(15))
            case 90..<93: return .statistics(queue)
            case 93..<95: return .deadJobs(queue)
            case 95..<98: return .redrive(pick: generator.index(1 << 20), twice: generator.chance(0.5))
            default: return restarts ? .restart : .statistics(queue)
            }
        }
    }

    private static func action(_ generator: inout SeededGenerator) -> Settlement.Action {
        let failure = FailureInfo(stage: "test", code: "test.\(generator.index(100))", category: .transient)
        switch generator.index(8) {
        case 0..<3: return .complete
        case 3..<5: return .retry(after: .seconds(generator.chance(0.5) ? 0 : 5), failure: failure)
        case 5..<6: return .bury(failure)
        default: return .release
        }
    }
}
