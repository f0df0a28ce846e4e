// SPDX-License-Identifier: Apache-2.0

extension Filter {
    /// The name under which ``visible(to:by:)`` looks for access lists unless told otherwise: `access`.
    public static let accessListName = "access"

    /// Keeps documents whose value of a name is this one.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The value.
    /// - Returns: The filter.
    public static func equal(_ name: String, _ value: Metadata.Value) -> Filter { .comparison(name, .equal, value) }

    /// Keeps documents whose value of a name is of the same type as this one, but another.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The value to differ from.
    /// - Returns: The filter.
    public static func notEqual(_ name: String, _ value: Metadata.Value) -> Filter {
        .comparison(name, .notEqual, value)
    }

    /// Keeps documents whose value of a name comes before this one.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The first value that is too great.
    /// - Returns: The filter.
    public static func less(_ name: String, _ value: Metadata.Value) -> Filter { .comparison(name, .less, value) }

    /// Keeps documents whose value of a name is this one or comes before it.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The greatest value to keep.
    /// - Returns: The filter.
    public static func atMost(_ name: String, _ value: Metadata.Value) -> Filter { .comparison(name, .atMost, value) }

    /// Keeps documents whose value of a name comes after this one.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The last value that is too small.
    /// - Returns: The filter.
    public static func greater(_ name: String, _ value: Metadata.Value) -> Filter {
        .comparison(name, .greater, value)
    }

    /// Keeps documents whose value of a name is this one or comes after it.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The smallest value to keep.
    /// - Returns: The filter.
    public static func atLeast(_ name: String, _ value: Metadata.Value) -> Filter {
        .comparison(name, .atLeast, value)
    }

    /// Keeps documents whose value of a name is one of the whole numbers from a first to a last, or a number in between.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - bounds: The smallest and the greatest value.
    /// - Returns: The filter.
    public static func range(_ name: String, _ bounds: ClosedRange<Int>) -> Filter {
        .range(name, from: .integer(bounds.lowerBound), to: .integer(bounds.upperBound), isClosed: true)
    }

    /// Keeps documents whose value of a name is a number from a first one up to another, which is not kept.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - bounds: The smallest value, and the first that is too great.
    /// - Returns: The filter.
    public static func range(_ name: String, _ bounds: Range<Int>) -> Filter {
        .range(name, from: .integer(bounds.lowerBound), to: .integer(bounds.upperBound), isClosed: false)
    }

    /// Keeps documents that members of some groups may read; see ``access(_:groups:)``.
    ///
    /// - Parameters:
    ///   - groups: The groups of the caller.
    ///   - name: The name of the documents' access lists.
    /// - Returns: The filter.
    public static func visible(to groups: [String], by name: String = accessListName) -> Filter {
        .access(name, groups: groups)
    }

    /// Both filters hold.
    ///
    /// - Parameters:
    ///   - left: A filter; its parts stay side by side where it is a conjunction.
    ///   - right: Another filter.
    /// - Returns: The filter.
    public static func && (left: Filter, right: Filter) -> Filter {
        if case .all(let filters) = left, filters.count > 1 { return .all(filters + [right]) }
        return .all([left, right])
    }

    /// One of the filters holds, or both.
    ///
    /// - Parameters:
    ///   - left: A filter; its parts stay side by side where it is a disjunction.
    ///   - right: Another filter.
    /// - Returns: The filter.
    public static func || (left: Filter, right: Filter) -> Filter {
        if case .any(let filters) = left, filters.count > 1 { return .any(filters + [right]) }
        return .any([left, right])
    }

    /// The filter does not hold.
    ///
    /// - Parameter filter: The filter.
    /// - Returns: Its negation.
    public static prefix func ! (filter: Filter) -> Filter { .not(filter) }
}
