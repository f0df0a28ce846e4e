// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// A value that those of a column are compared with.
enum ValueOperand: Hashable, Sendable {
    /// The UTF-8 of a text.
    case text([UInt8])
    case integer(Int)
    /// A number, and not NaN.
    case number(Double)
    case boolean(Bool)

    /// A value of metadata; `nil` for one that compares with nothing, and for a list.
    init?(_ value: Metadata.Value) {
        switch value {
        case .string(let text): self = .text(Array(text.utf8))
        case .integer(let integer): self = .integer(integer)
        case .number(let number) where !number.isNaN: self = .number(number)
        case .boolean(let truth): self = .boolean(truth)
        case .number, .strings: return nil
        }
    }

    /// The kinds of single values that compare with it.
    var kinds: [ValueKind] {
        switch self {
        case .text: [.text]
        case .integer, .number: [.integer, .number]
        case .boolean: [.boolean]
        }
    }
}

/// All values of one type between two of them, or on one side of one.
struct ValueInterval: Hashable, Sendable {
    /// Where an interval ends.
    struct Bound: Hashable, Sendable {
        var value: ValueOperand
        /// Whether the value belongs to the interval.
        var isClosed: Bool
    }

    /// The end in front, if any.
    let lower: Bound?

    /// The end behind, if any.
    let upper: Bound?

    /// The kinds of values that it speaks of.
    let kinds: [ValueKind]

    /// One value.
    init(_ value: ValueOperand) {
        lower = Bound(value: value, isClosed: true)
        upper = lower
        kinds = value.kinds
    }

    /// The values from one on.
    init(from lower: Bound) {
        self.lower = lower
        upper = nil
        kinds = lower.value.kinds
    }

    /// The values up to one.
    init(to upper: Bound) {
        lower = nil
        self.upper = upper
        kinds = upper.value.kinds
    }

    /// The values between two; `nil` where these are of different types.
    init?(from lower: Bound, to upper: Bound) {
        guard lower.value.kinds == upper.value.kinds else { return nil }
        self.lower = lower
        self.upper = upper
        kinds = lower.value.kinds
    }

    /// The values that compare so with one.
    static func intervals(_ comparison: Filter.Comparison, _ value: ValueOperand) -> [ValueInterval] {
        let closed = Bound(value: value, isClosed: true)
        let open = Bound(value: value, isClosed: false)
        return switch comparison {
        case .equal: [ValueInterval(value)]
        case .notEqual: [ValueInterval(to: open), ValueInterval(from: open)]
        case .less: [ValueInterval(to: open)]
        case .atMost: [ValueInterval(to: closed)]
        case .greater: [ValueInterval(from: open)]
        case .atLeast: [ValueInterval(from: closed)]
        }
    }
}
