// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _RAGKernels

extension RAGKernelsTests {
    struct PostingListTests {
        /// All that the kernels of a level make of one list.
        struct Outcome: Equatable {
            var rows: [UInt32] = []
            var frequencies: [UInt32] = []
            var bounds: [Int32] = []
            var sums: [Int32] = []
            var singles: [UInt32: Int32] = [:]
            var probed: [UInt32: Int32] = [:]
            var isDamaged = false
        }

        @Test("every level reads, scores and bounds posting lists as the portable one does", arguments: 0..<40)
        func levels(seed: Int) {
            let sample = PostingSample(seed: UInt64(seed))
            var expected: Outcome?
            RAGKernelsTests.atEveryLevel { level in
                let outcome = sample.outcome()
                #expect(outcome.rows == sample.rows && outcome.frequencies == sample.frequencies, "level \(level)")
                #expect(!outcome.isDamaged && outcome.sums.contains { $0 > 0 })
                #expect(outcome == expected ?? outcome, "level \(level)")
                expected = expected ?? outcome
            }
        }

        @Test("of a damaged list every level says the same, and no row lies beyond the last", arguments: 0..<200)
        func damage(seed: Int) {
            var generator = SplitMix64(seed: UInt64(seed))
            var sample = PostingSample(seed: UInt64(seed))
            for _ in 0..<1 + generator.next() % 3 {
                let place = Int(generator.next() % UInt64(sample.byteCount))
                sample.bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            }
            var expected: Outcome?
            RAGKernelsTests.atEveryLevel { level in
                let outcome = sample.outcome()
                #expect(outcome.rows.allSatisfy { $0 < PostingSample.rowCount })
                #expect(outcome == expected ?? outcome, "level \(level)")
                expected = expected ?? outcome
            }
        }
    }
}
