// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _SegmentStore

struct MergePolicyTests {
    private func policy(fanOut: Int = 8) -> MergePolicy {
        var policy = MergePolicy()
        policy.fanOut = fanOut
        policy.floorByteCount = 1_000
        return policy
    }

    /// Merges until nothing is left to merge.
    ///
    /// - Returns: The bytes that were written.
    private func settle(_ segments: inout [MergePolicy.Candidate], _ policy: MergePolicy) -> Int {
        var written = 0
        while true {
            let merges = policy.merges(of: segments)
            guard !merges.isEmpty else { return written }
            for range in merges.reversed() {
                let live = segments[range].reduce(0) { $0 + $1.rowCount - $1.deletedRowCount }
                // A document has ten bytes.
                let merged = live > 0 ? [MergePolicy.Candidate(rowCount: live, byteCount: live * 10)] : []
                segments.replaceSubrange(range, with: merged)
                written += live * 10
            }
        }
    }

    @Test("n bytes in small segments are written O(log n) times, and few segments are left", arguments: [2, 4, 8])
    func appending(fanOut: Int) {
        let policy = policy(fanOut: fanOut)
        var segments: [MergePolicy.Candidate] = []
        var written = 0
        for number in 1...4_000 {
            segments.append(MergePolicy.Candidate(rowCount: 100, byteCount: 1_000))
            written += settle(&segments, policy)
            var tiers = 1
            var capacity = fanOut
            while capacity <= number {
                tiers += 1
                capacity *= fanOut
            }
            #expect(segments.count <= (fanOut - 1) * tiers)
            #expect(written <= number * 1_000 * tiers)
        }
        #expect(segments.reduce(0) { $0 + $1.rowCount } == 400_000)
    }

    @Test("segments of random sizes with random deletions: few are left, and the work stays bounded")
    func random() {
        var generator = SplitMix64(seed: 3)
        let policy = policy()
        var segments: [MergePolicy.Candidate] = []
        var appended = 0
        var written = 0
        for _ in 0..<3_000 {
            let rows = Int.random(in: 1...(Bool.random(using: &generator) ? 10 : 5_000), using: &generator)
            segments.append(MergePolicy.Candidate(rowCount: rows, byteCount: rows * 10))
            appended += rows * 10
            for index in segments.indices where Int.random(in: 0..<20, using: &generator) == 0 {
                let segment = segments[index]
                let more = Int.random(in: 0...(segment.rowCount - segment.deletedRowCount), using: &generator) / 4
                segments[index].deletedRowCount += more
            }
            written += settle(&segments, policy)
            #expect(segments.count <= 60)
            #expect(segments.allSatisfy { $0.deletedRowCount * 4 <= $0.rowCount })
        }
        #expect(written <= 12 * appended)
    }

    @Test("one segment with much deleted is rewritten, one with all deleted is dropped, one with little is left alone")
    func deletions() {
        let segments = [0, 10, 30, 100].map {
            MergePolicy.Candidate(rowCount: 100, deletedRowCount: $0, byteCount: 1_000)
        }
        #expect(policy().merges(of: segments) == [2..<3, 3..<4])
    }

    @Test("large segments are left alone, and stand between those around them")
    func maximum() {
        var policy = policy(fanOut: 3)
        policy.maximumByteCount = 100_000
        let small = MergePolicy.Candidate(rowCount: 10, byteCount: 100)
        let large = MergePolicy.Candidate(rowCount: 9_000, byteCount: 90_000)
        #expect(policy.merges(of: [large, large, large, large]) == [])
        #expect(policy.merges(of: [small, small, large, small, small]) == [])
        #expect(policy.merges(of: [small, small, small, large, small, small, small, small]) == [0..<3, 4..<8])
        let medium = MergePolicy.Candidate(rowCount: 4_000, byteCount: 40_000)
        for range in policy.merges(of: Array(repeating: medium, count: 9)) {
            #expect(range.count * 40_000 <= 100_000)
        }
    }

    @Test("nothing to merge in a store that is empty or has few segments")
    func few() {
        let segment = MergePolicy.Candidate(rowCount: 10, byteCount: 100)
        for count in 0..<8 {
            #expect(policy().merges(of: Array(repeating: segment, count: count)) == [])
        }
        #expect(policy().merges(of: Array(repeating: segment, count: 8)) == [0..<8])
    }
}
