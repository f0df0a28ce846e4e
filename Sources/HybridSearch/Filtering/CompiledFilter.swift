// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// A filter in the terms of a ``MetadataTable``: intervals of values instead of comparisons; made once for all segments.
///
/// What it keeps is what ``RAGCore/Filter/matches(_:)`` keeps, row by row.
struct CompiledFilter: Sendable {
    /// A condition on rows.
    indirect enum Condition: Sendable {
        /// The value of a name lies in one of some intervals.
        case values(String, [ValueInterval])
        /// The value of a name is a list that has one of some texts, given by their UTF-8.
        case listsWith(String, [[UInt8]])
        /// The value of a name is a list.
        case lists(String)
        /// The value of a name is exactly this list.
        case list(String, [String])
        case exists(String)
        case identifiers([DocumentID])
        case all([Condition])
        case any([Condition])
        case not(Condition)
    }

    /// The condition.
    let condition: Condition

    /// Compiles a filter.
    ///
    /// - Complexity: O(size of the filter).
    init(_ filter: Filter) { condition = Condition(filter) }
}

extension CompiledFilter.Condition {
    /// The condition that a filter is.
    init(_ filter: Filter) {
        switch filter {
        case .comparison(let name, let comparison, let value):
            self.init(name, comparison, value)
        case .oneOf(let name, let values):
            self = .any(values.map { Self(name, .equal, $0) })
        case .range(let name, let first, let last, let isClosed):
            self = .values(name, Self.interval(first, last, isClosed: isClosed).map { [$0] } ?? [])
        case .exists(let name):
            self = .exists(name)
        case .contains(let name, let text):
            self = .listsWith(name, [Array(text.utf8)])
        case .identifiers(let ids):
            self = .identifiers(ids)
        case .access(let name, let groups):
            self = .listsWith(name, groups.map { Array($0.utf8) })
        case .all(let filters):
            self = .all(filters.map { Self($0) })
        case .any(let filters):
            self = .any(filters.map { Self($0) })
        case .not(let filter):
            self = .not(Self(filter))
        }
    }

    private init(_ name: String, _ comparison: Filter.Comparison, _ value: Metadata.Value) {
        switch (comparison, value) {
        case (.equal, .strings(let texts)):
            self = .list(name, texts)
        case (.notEqual, .strings(let texts)):
            self = .all([.lists(name), .not(.list(name, texts))])
        default:
            self = .values(name, ValueOperand(value).map { ValueInterval.intervals(comparison, $0) } ?? [])
        }
    }

    private static func interval(
        _ first: Metadata.Value, _ last: Metadata.Value, isClosed: Bool
    ) -> ValueInterval? {
        guard let first = ValueOperand(first), let last = ValueOperand(last) else { return nil }
        return ValueInterval(
            from: ValueInterval.Bound(value: first, isClosed: true),
            to: ValueInterval.Bound(value: last, isClosed: isClosed))
    }
}
