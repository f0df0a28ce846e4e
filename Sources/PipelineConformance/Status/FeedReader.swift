// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// A reader of a feed that checks that it misses nothing.
struct FeedReader: Sendable {
    /// Where the reader is, as the store says.
    var cursor: FeedCursor?

    /// Where the reader is, as the oracle counts.
    private var place = Place.known(0)

    private enum Place {
        case known(Int)
        /// After an expired cursor: wherever the store resumes, but no later than this.
        case atMost(Int)
    }

    /// Checks a page against the whole feed, and moves on.
    ///
    /// - Parameters:
    ///   - page: What the store answered.
    ///   - limit: The most entries that were asked for.
    ///   - feed: All entries ever appended, in commit order.
    ///   - horizon: The number of entries at the front of which some were removed.
    /// - Throws: Never, though the seam allows it.
    mutating func take(
        _ page: ChangePage, limit: Int, feed: [StatusEntry<DocumentID>], horizon: Int
    ) throws(Violation) {
        switch page {
        case .expired(let resumeAt):
            if case .known(let start) = place, start >= horizon {
                throw Violation(.s5, "the cursor after entry \(start) was refused, though nothing after it was removed")
            }
            cursor = resumeAt
            place = .atMost(feed.count)
        case .entries(let entries, let next):
            guard entries.count <= limit else { throw Violation(.s4, "\(entries.count) entries, more than \(limit)") }
            let start = try start(of: entries, in: feed)
            if case .known = place, start < horizon, start < feed.count {
                throw Violation(.s5, "entries after place \(start) were removed, and the reader was not told")
            }
            guard entries == Array(feed[start...].prefix(limit)) else {
                throw Violation(
                    .s4,
                    "after place \(start) the feed is \(entries.map { "\($0.document)/\($0.sequence)" }), not "
                        + "\(feed[start...].prefix(limit).map { "\($0.document)/\($0.sequence)" })")
            }
            cursor = next
            place = .known(start + entries.count)
        }
    }

    /// Where a page starts in the whole feed.
    private func start(
        of entries: [StatusEntry<DocumentID>], in feed: [StatusEntry<DocumentID>]
    ) throws(Violation) -> Int {
        switch place {
        case .known(let start): return start
        case .atMost(let latest):
            guard let first = entries.first else {
                guard latest == feed.count else { throw Violation(.s4, "the feed went on and the reader got nothing") }
                return latest
            }
            guard let start = feed.lastIndex(of: first), start <= latest else {
                throw Violation(.s5, "after an expired cursor the reader resumed later than where it was refused")
            }
            return start
        }
    }
}
