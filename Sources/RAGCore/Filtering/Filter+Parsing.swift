// SPDX-License-Identifier: Apache-2.0

extension Filter {
    /// Reads a filter from text, such as a command line's `--filter 'year >= 2020 and lang in (en, de)'`.
    ///
    /// | text | filter |
    /// |---|---|
    /// | `year = 1843`, `!=`, `<`, `<=`, `>`, `>=` | a comparison |
    /// | `lang in (en, de)` | one of several values |
    /// | `year in [1990, 2000]`, `year in [1990, 2000)` | a range with and without its last value |
    /// | `draft exists` | there is a value |
    /// | `tags contains engine` | a list has a text |
    /// | `id in (a1, a2)`, `id = a1` | these documents |
    /// | `access admits (staff, admin)` | the access list shares a group |
    /// | `not a`, `a and b`, `a or b`, `(a)` | `not` binds tightest, then `and` |
    /// | `all(a, b)`, `any(a, b)` | the same as `and` and `or`; `all()` is every document, `any()` none |
    ///
    /// A bare word is a number or a truth value where it reads as one, and text otherwise. Quotation marks, single or
    /// double, make any text a word (`"2020"` is text, `"id"` is a name), and a backslash in them takes the next character
    /// as it is. A list is written `[a, b]`, and its entries are texts. Keywords may be in capitals.
    ///
    /// - Parameter text: The text, nested at most 100 levels deep.
    /// - Throws: A ``RAGCoreError`` of code `invalidFilter` that names the column, from 1, in characters.
    /// - Complexity: O(length of the text).
    public init(parsing text: String) throws(RAGCoreError) {
        var parser = FilterParser(text)
        self = try parser.filter()
    }
}

extension Filter: Codable {
    /// Reads a filter from its text; see ``init(parsing:)``.
    ///
    /// - Parameter decoder: The source, such as a JSON string.
    /// - Throws: A `DecodingError` that names the column where the text cannot be read.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(RAGCoreError) {
            try self.init(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Writes the filter as its text; see ``description``.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
