// SPDX-License-Identifier: Apache-2.0
import StatusModel
import TestSupport
import Testing

struct ReducerTests {
    @Test("random changes: sequence is dense, progress never falls within an attempt, the past is never rewritten")
    func randomChanges() {
        for seed in 0..<300 as Range<UInt64> {
            var generator = SplitMix64(seed: seed)
            var status = DocumentStatus(receivedAt: Sample.now)
            for _ in 0..<200 {
                let change = Sample.change(using: &generator)
                guard let next = try? status.reducing(change, at: Sample.now).status else { continue }
                #expect(next.sequence == status.sequence + 1)
                #expect((0...100).contains(next.percent))
                if (next.generation, next.attempt) == (status.generation, status.attempt) {
                    #expect(next.percent >= status.percent, "seed \(seed): \(change) lowered progress")
                } else {
                    #expect(
                        (next.generation, next.attempt) > (status.generation, status.attempt) || change == .reprocess)
                }
                #expect(next.receivedAt == status.receivedAt)
                #expect(!next.phase.isTerminal || (next.retryAt == nil && !next.isPaused))
                status = next
            }
        }
    }

    @Test("two lanes: the document is published when the second one finishes")
    func fanIn() throws {
        var status = try Sample.processing([.text, .vdr])
        #expect(try status.reduce(.laneFinished(.vdr), at: Sample.now) == [])
        #expect(status.phase == .processing)
        #expect(try status.reduce(.laneFinished(.text), at: Sample.now) == [.publish(generation: 1)])
        #expect(try status.reduce(.published, at: Sample.now) == [])
        #expect(status.phase == .completed)
        #expect(status.percent == 100)
    }

    @Test("a failed lane ends the document, unless a partial result is allowed and another lane finished")
    func partialResult() throws {
        for allowsPartialResult in [false, true] {
            var status = try Sample.processing([.text, .vdr], allowsPartialResult: allowsPartialResult)
            try status.reduce(.laneFailed(.vdr, Sample.failure(.permanent)), at: Sample.now)
            try status.reduce(.laneFinished(.text), at: Sample.now)
            #expect(status.phase == (allowsPartialResult ? .publishing : .failed))
            #expect(status.failedLanes == [.vdr])
        }
        var alone = try Sample.processing([.text], allowsPartialResult: true)
        try alone.reduce(.laneFailed(.text, Sample.failure(.permanent)), at: Sample.now)
        #expect(alone.phase == .failed)
    }

    @Test("reprocessing starts the next generation, and publishing it sweeps the one before")
    func reprocessing() throws {
        var status = try Sample.processing([.text])
        for change in [StatusChange.laneFinished(.text), .published] { try status.reduce(change, at: Sample.now) }
        let sequence = status.sequence
        try status.reduce(.reprocess, at: Sample.now)
        #expect(status.phase == .received)
        #expect((status.generation, status.sequence, status.percent) == (2, sequence + 1, 0))
        for change in StatusWord.storing.changes() + [.laneFinished(.text)] {
            try status.reduce(change, at: Sample.now)
        }
        #expect(try status.reduce(.published, at: Sample.now) == [.sweep(generationsBelow: 2)])
    }

    @Test("a retry may begin again at an earlier stage; without one a lane only goes forward")
    func retrying() throws {
        var status = try Sample.processing([.text])
        try status.reduce(.stageStarted(.text, .embedding), at: Sample.now)
        #expect(throws: IllegalTransition.self) { try status.reduce(.stageStarted(.text, .extracting), at: Sample.now) }
        let later = Sample.now.advanced(by: .seconds(5))
        try status.reduce(.retryScheduled(.text, Sample.failure(), at: later), at: Sample.now)
        #expect(status.retryAt == later)
        try status.reduce(.attemptStarted(.text), at: later)
        #expect((status.retryAt, status.attempt, status.percent) == (nil, 2, 10))
        try status.reduce(.stageStarted(.text, .extracting), at: later)
    }

    @Test("only failures that may pass are tried again", arguments: FailureInfo.Category.allCases)
    func categories(category: FailureInfo.Category) throws {
        var status = try Sample.processing([.text])
        let change = StatusChange.retryScheduled(.text, Sample.failure(category), at: Sample.now)
        let isLegal = (try? status.reduce(change, at: Sample.now)) != nil
        #expect(isLegal == [.transient, .throttled, .timeout].contains(category))
    }

    @Test("an illegal change names the phase and the rule, and changes nothing")
    func illegalChange() throws {
        var status = DocumentStatus(receivedAt: Sample.now)
        let before = status
        let error = #expect(throws: IllegalTransition.self) { try status.reduce(.published, at: Sample.now) }
        #expect(error?.description == "published is illegal in phase received: not in this phase")
        #expect(status == before)
    }

    @Test("cancelling tells running work to stop, once")
    func cancelling() throws {
        var status = try Sample.processing([.vdr])
        #expect(try status.reduce(.cancellationRequested, at: Sample.now) == [.stopWork])
        #expect(throws: IllegalTransition.self) { try status.reduce(.cancellationRequested, at: Sample.now) }
        try status.reduce(.cancelled, at: Sample.now)
        #expect(status.phase == .cancelled)
    }
}
