// SPDX-License-Identifier: Apache-2.0
internal import TestSupport
package import _SegmentStore

/// A history of a store that is the same whenever it is played: step after step documents come and go, segments merge.
///
/// The last step is kept in the store's properties, so that whoever opens the store knows what must be in it.
package struct SampleHistory {
    /// The number of the last step; 0 for none.
    package private(set) var step = 0

    /// The documents that are in the store, in their order.
    package private(set) var documents: [UInt64] = []

    private var nextDocument: UInt64 = 0

    /// Begins before the first step.
    package init() {}

    /// Plays the first steps without a store.
    package init(steps: Int) {
        for _ in 0..<steps { _ = advance() }
    }

    /// What a step adds and deletes.
    package struct Step {
        package var added: [UInt64]
        package var deleted: Set<UInt64>
    }

    /// Plays the next step without a store.
    package mutating func advance() -> Step {
        step += 1
        var generator = SplitMix64(seed: UInt64(step))
        let added = (0..<UInt64.random(in: 1...20, using: &generator)).map { nextDocument + $0 }
        var deleted: Set<UInt64> = []
        for document in documents where Int.random(in: 0..<10, using: &generator) == 0 { deleted.insert(document) }
        nextDocument += UInt64(added.count)
        documents = documents.filter { !deleted.contains($0) } + added
        return Step(added: added, deleted: deleted)
    }

    /// Plays the next step in a store: one commit.
    ///
    /// - Parameter writer: The store, which has all steps so far.
    /// - Returns: The store with the step.
    /// - Throws: What the store throws; the history has then the step, the store may not.
    package mutating func commitNext(to writer: StoreWriter) throws(SegmentStoreError) -> StoreSnapshot {
        let before = writer.snapshot
        let next = advance()
        var change = StoreChange()
        change.append(.sample(next.added))
        for segment in before.segments {
            let rows = try segment.sampleDocuments().enumerated().filter { next.deleted.contains($1) }.map(\.offset)
            if !rows.isEmpty { change.delete(rows: rows, in: segment.id) }
        }
        change.properties = ["step": "\(step)"]
        return try writer.commit(change)
    }

    /// Merges what a policy says, one commit a merge.
    ///
    /// - Parameters:
    ///   - writer: The store.
    ///   - policy: Says what to merge.
    /// - Throws: What the store throws.
    package static func merge(
        _ writer: StoreWriter, policy: MergePolicy = .sample
    ) throws(SegmentStoreError) {
        while let group = policy.merges(of: writer.snapshot).first {
            var documents: [UInt64] = []
            for segment in group { documents += try segment.liveSampleDocuments() }
            var change = StoreChange()
            change.replace(group, with: documents.isEmpty ? nil : .sample(documents))
            _ = try writer.commit(change)
        }
    }
}

extension MergePolicy {
    /// A policy that merges often.
    package static var sample: MergePolicy {
        var policy = MergePolicy()
        policy.fanOut = 3
        policy.floorByteCount = 256
        return policy
    }
}
