// SPDX-License-Identifier: Apache-2.0

/// Chooses which segments to merge, so that there are few of them and no document is written anew too often.
///
/// Segments fall into tiers by the bytes of their live documents: tier 0 holds those below ``floorByteCount`` ·
/// ``fanOut``, and each further tier those up to ``fanOut`` times as large. ``fanOut`` or more **neighbours** of tier t or
/// below are merged once their sum belongs to a higher tier. So whatever is merged rises by a tier or more, and n bytes that
/// come in small segments are written O(log n) times each: log-structured merging (O'Neil et al. 1996,
/// doi:10.1007/s002360050048) on neighbours only, which keeps the order of documents. Of segments appended at one size
/// at most (`fanOut` − 1) a tier are left.
///
/// A segment of which more than ``maximumDeletedFraction`` is deleted is rewritten by itself; that costs at most a constant
/// for each deleted document.
///
/// This chooses only. Engines merge, on the thread of whoever asks them to, and commit the result by
/// ``StoreChange/replace(_:with:)``.
package struct MergePolicy: Hashable, Sendable {
    /// How many segments are merged at least.
    package var fanOut = 8

    /// Segments of this many bytes and below are too small to be told apart.
    package var floorByteCount = 1 << 16

    /// Merges make no larger segments than this; what is half as large or more is left alone.
    package var maximumByteCount = 5 << 30

    /// A segment with a greater part deleted is rewritten.
    package var maximumDeletedFraction = 0.25

    /// Creates the policy that suits most stores.
    package init() {}

    /// What counts of a segment.
    package struct Candidate: Hashable, Sendable {
        /// The number of documents, deleted ones included.
        package var rowCount: Int

        /// The number of deleted documents.
        package var deletedRowCount: Int

        /// The bytes of all components.
        package var byteCount: Int

        package init(rowCount: Int, deletedRowCount: Int = 0, byteCount: Int) {
            self.rowCount = rowCount
            self.deletedRowCount = deletedRowCount
            self.byteCount = byteCount
        }

        var deletedFraction: Double { Double(deletedRowCount) / Double(max(rowCount, 1)) }

        var liveByteCount: Int { Int(Double(byteCount) * (1 - deletedFraction)) }
    }

    /// The segments of a store that should be merged now.
    ///
    /// - Parameter snapshot: The store.
    /// - Returns: Groups of neighbours, each to be replaced by one segment, or by none where no document is left. A group of
    ///   one is to be rewritten without its deleted documents. Ask again after a merge, until nothing is returned.
    package func merges(of snapshot: StoreSnapshot) -> [[StoredSegment]] {
        let candidates = snapshot.segments.map {
            Candidate(rowCount: $0.rowCount, deletedRowCount: $0.rowCount - $0.liveRowCount, byteCount: $0.byteCount)
        }
        return merges(of: candidates).map { Array(snapshot.segments[$0]) }
    }

    /// Which of segments should be merged now.
    ///
    /// - Parameter segments: The segments, in the order of their documents.
    /// - Returns: Ranges of segments that do not overlap, in ascending order.
    /// - Complexity: O(segments · tiers).
    package func merges(of segments: [Candidate]) -> [Range<Int>] {
        precondition(fanOut >= 2 && floorByteCount > 0, "merging needs two segments or more of a byte or more")
        let sizes = segments.map(\.liveByteCount)
        let tiers = sizes.map { $0 < maximumByteCount / 2 ? tier(of: $0) : nil }
        var isTaken = segments.map { _ in false }
        var merges: [Range<Int>] = []
        let present = Set(tiers.compactMap { $0 }).sorted()
        for tier in present {
            let runs = Self.runs(in: segments.indices) { !isTaken[$0] && (tiers[$0] ?? .max) <= tier }
            for run in runs.flatMap({ split($0, sizes) }) where rises(sizes[run], from: tier) {
                merges.append(run)
                for index in run { isTaken[index] = true }
            }
        }
        for index in segments.indices where !isTaken[index] {
            if segments[index].deletedFraction > maximumDeletedFraction { merges.append(index..<index + 1) }
        }
        return merges.sorted { $0.lowerBound < $1.lowerBound }
    }

    private func tier(of size: Int) -> Int {
        var tier = 0
        while size >= lowerBound(ofTier: tier + 1) { tier += 1 }
        return tier
    }

    /// The bytes from which on a segment belongs to a tier.
    private func lowerBound(ofTier tier: Int) -> Int {
        var bound = floorByteCount
        for _ in 0..<tier {
            let (product, overflows) = bound.multipliedReportingOverflow(by: fanOut)
            if overflows { return .max }
            bound = product
        }
        return tier == 0 ? 0 : bound
    }

    /// Whether segments are enough to be merged, and make one of a higher tier; those below the floor need only be enough.
    private func rises(_ sizes: ArraySlice<Int>, from tier: Int) -> Bool {
        sizes.count >= fanOut && (tier == 0 || sizes.reduce(0, +) >= lowerBound(ofTier: tier + 1))
    }

    /// Cuts a run so that no piece grows beyond the maximum.
    private func split(_ run: Range<Int>, _ sizes: [Int]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = run.lowerBound
        var sum = 0
        for index in run {
            if sum + sizes[index] > maximumByteCount {
                pieces.append(start..<index)
                start = index
                sum = 0
            }
            sum += sizes[index]
        }
        return pieces + [start..<run.upperBound]
    }

    /// Runs of neighbours for which something holds.
    private static func runs(in indices: Range<Int>, where holds: (Int) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in indices where holds(index) {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }
}
