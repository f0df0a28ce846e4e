// SPDX-License-Identifier: Apache-2.0

extension TextQuery {
    /// Reads a query as people write it.
    ///
    /// | written | meaning |
    /// |---|---|
    /// | `word other` | both should match |
    /// | `+word` | must match |
    /// | `-word` | must not match |
    /// | `"some words"` | a phrase |
    /// | `"some words"~2` | a phrase with a slop of 2 |
    /// | `pref*` | every term that begins so |
    /// | `title:word`, `title:"some words"` | in the field `title` |
    /// | `word^2.5` | counts 2.5 times |
    /// | `@2` | at least two of the clauses that should match have to |
    /// | `\*` | the character behind the backslash, without a meaning |
    ///
    /// Signs come first, then the field, what is looked for, and its boost: `+title:"block max"~1^2`. A sign or an `@` has
    /// its meaning at the beginning of a clause only, a tilde only behind a phrase; `C++`, `e-mail` and `~user` are words.
    /// A field's name begins with a letter or an underscore, and letters, digits, `_`, `.` and `-` follow; any other colon
    /// is a character of its word, as in `12:30`.
    ///
    /// - Parameter text: The query; empty text makes a query that finds nothing.
    /// - Throws: ``HybridSearchError/Code/invalidQuery``, with the column in its message; its underlying error is a
    ///   ``SyntaxError``.
    /// - Complexity: O(length of the text).
    public init(parsing text: String) throws(HybridSearchError) {
        do throws(SyntaxError) {
            var parser = TextQueryParser(text)
            self = try parser.query()
        } catch {
            throw HybridSearchError(.invalidQuery, error.description, underlying: error)
        }
    }

    /// Where a query cannot be read, and what to write instead.
    public struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The column, from 1, in characters as people count them.
        public var column: Int

        /// What is wrong and what to write.
        public var message: String

        /// Creates an error.
        ///
        /// - Parameters:
        ///   - column: The column, from 1, in characters.
        ///   - message: What is wrong and what to write.
        public init(column: Int, message: String) {
            self.column = column
            self.message = message
        }

        /// The column and the message.
        public var description: String { "column \(column) of the query: \(message)" }
    }
}
