// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import Synchronization

/// The rows that the filters kept which were used last, segment by segment.
///
/// Programs ask again and again with the same few filters, such as that of a user's documents, and both legs of a hybrid
/// search with the same one. A filter that keeps many of a million rows costs more than the search that it restricts. The
/// rows of a few filters are remembered as long as a snapshot lives, an eighth of a byte for each row and filter.
final class RecentFilters: Sendable {
    private static let capacity = 4

    /// Newest last.
    private let remembered = Mutex<[(filter: Filter, rows: [RowSet?])]>([])

    /// What a filter keeps, if that is remembered.
    func rows(of filter: Filter) -> [RowSet?]? {
        remembered.withLock { remembered in
            guard let index = remembered.lastIndex(where: { $0.filter == filter }) else { return nil }
            let known = remembered.remove(at: index)
            remembered.append(known)
            return known.rows
        }
    }

    /// Remembers what a filter keeps, and forgets the filter that was not used for longest.
    func remember(_ rows: [RowSet?], of filter: Filter) {
        remembered.withLock { remembered in
            if remembered.count == Self.capacity { remembered.removeFirst() }
            remembered.append((filter, rows))
        }
    }
}
