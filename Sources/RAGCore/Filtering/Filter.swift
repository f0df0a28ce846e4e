// SPDX-License-Identifier: Apache-2.0

/// A condition on a document's metadata, identifier and access list.
///
/// ```swift
/// let filter: Filter = .atLeast("year", 1843) && !.exists("draft") && .visible(to: ["staff", "admin"])
/// ```
///
/// ``matches(_:)`` says what a filter means; engines evaluate it faster and give the same answer.
///
/// - **Types.** Whole numbers and numbers compare with each other, exactly. Texts compare by their Unicode scalars: case
///   matters, and so does the form of an accent. Of truth values `false` comes first. A list equals a list of the same
///   texts in the same order, and is neither less nor greater than another.
/// - **No match across types.** A comparison holds only where the document has a value of the operand's type: neither
///   `.equal("year", "1843")` nor `.notEqual("year", "1843")` holds for the number 1843. What is not a number (NaN) equals
///   nothing, not even itself, and is not unequal either.
/// - **Missing values.** A document without the name meets no condition on it but the negation of one: `.notEqual` asks
///   for another value, `!.equal` for anything but this one, nothing included.
/// - **Two truth values.** There is no "unknown": `!` holds exactly where its operand does not.
public indirect enum Filter: Hashable, Sendable {
    /// The value of a name compares with another one.
    case comparison(String, Comparison, Metadata.Value)

    /// The value of a name equals one of several.
    case oneOf(String, [Metadata.Value])

    /// The value of a name lies between two of its type: from the first one to the second one, which belongs to the range
    /// where it is closed.
    case range(String, from: Metadata.Value, to: Metadata.Value, isClosed: Bool)

    /// There is a value of a name, of whatever type, an empty list included.
    case exists(String)

    /// The value of a name is a list that has a text.
    case contains(String, String)

    /// The document is one of these, by the Unicode scalars of its identifier.
    case identifiers([DocumentID])

    /// The access list under a name shares a group with the caller's.
    ///
    /// An access list is a list of texts, the groups that may read the document. **A document without one is visible to
    /// nobody**, as is one with an empty list or a value of another type there: a list that was forgotten hides a
    /// document, it never publishes it. Where documents without a list are public, say so:
    /// `.visible(to: groups) || !.exists("access")`.
    case access(String, groups: [String])

    /// All of several filters hold; of none, this holds for every document.
    case all([Filter])

    /// Any of several filters holds; of none, this holds for no document.
    case any([Filter])

    /// A filter does not hold.
    case not(Filter)

    /// How two values of one type compare.
    public enum Comparison: String, Hashable, Sendable, CaseIterable, Codable {
        /// The same value.
        case equal = "="
        /// Another value of the same type.
        case notEqual = "!="
        /// A smaller value.
        case less = "<"
        /// A smaller value or the same.
        case atMost = "<="
        /// A greater value.
        case greater = ">"
        /// A greater value or the same.
        case atLeast = ">="
    }
}
