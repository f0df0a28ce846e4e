// SPDX-License-Identifier: Apache-2.0

/// Where a value stands beside another one.
package enum ValueOrder: Hashable, Sendable {
    /// In front of it.
    case before
    /// At its place.
    case same
    /// Behind it.
    case after

    /// The order of two values that compare.
    package init<Value: Comparable>(_ left: Value, _ right: Value) {
        self = left < right ? .before : left == right ? .same : .after
    }

    /// The order seen from the other value.
    package var reversed: ValueOrder {
        switch self {
        case .before: .after
        case .same: .same
        case .after: .before
        }
    }

    /// The order of a whole number and a number; exact, also where neither type can hold the other's value.
    ///
    /// - Returns: The order, or `nil` where the number is none (NaN).
    package init?(_ integer: Int, _ number: Double) {
        guard !number.isNaN else { return nil }
        if number >= 0x1p63 {
            self = .before
        } else if number < -0x1p63 {
            self = .after
        } else {
            let whole = number.rounded(.down)
            let order = ValueOrder(integer, Int(whole))
            self = order == .same && whole < number ? .before : order
        }
    }
}

extension Metadata.Value {
    /// The order of two values of one type, or `nil` for values that do not compare.
    ///
    /// Lists do not: see ``Filter`` for what equals what.
    package func order(to other: Metadata.Value) -> ValueOrder? {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            // UTF-8 keeps the order of the scalars.
            left.utf8.elementsEqual(right.utf8)
                ? .same : left.utf8.lexicographicallyPrecedes(right.utf8) ? .before : .after
        case (.integer(let left), .integer(let right)): ValueOrder(left, right)
        case (.integer(let left), .number(let right)): ValueOrder(left, right)
        case (.number(let left), .integer(let right)): ValueOrder(right, left)?.reversed
        case (.number(let left), .number(let right)): left.isNaN || right.isNaN ? nil : ValueOrder(left, right)
        case (.boolean(let left), .boolean(let right)): ValueOrder(left ? 1 : 0, right ? 1 : 0)
        default: nil
        }
    }
}
