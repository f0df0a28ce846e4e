// SPDX-License-Identifier: Apache-2.0

/// A passage of a text, and the words in it that matched.
public struct HighlightedPassage: Hashable, Sendable {
    /// The passage.
    public let text: String

    /// Where it stands in the whole text, in bytes of UTF-8.
    public let range: Range<Int>

    /// The matched words in the whole text, in bytes of UTF-8: within ``range``, in order, and apart.
    public let matches: [Range<Int>]

    /// Whether the whole text begins before the passage, blanks aside.
    public let isContinued: Bool

    /// Whether the whole text goes on behind the passage, blanks aside.
    public let continues: Bool

    /// The passage with a mark before and behind each matched word.
    ///
    /// ```swift
    /// let html = passage.rendered(opening: "<mark>", closing: "</mark>", escaping: escapeHTML)
    /// ```
    ///
    /// - Parameters:
    ///   - opening: Stands before a matched word.
    ///   - closing: Stands behind it.
    ///   - ellipsis: Stands where the whole text begins before the passage or goes on behind it.
    ///   - escape: Changes the text between the marks, as HTML needs it.
    /// - Returns: The passage with its marks.
    /// - Complexity: O(length of the passage).
    public func rendered(
        opening: String, closing: String, ellipsis: String = "…", escaping escape: (Substring) -> String = String.init
    ) -> String {
        var rendered = isContinued ? ellipsis : ""
        let bytes = text.utf8
        var index = bytes.startIndex
        var offset = range.lowerBound
        func piece(upTo end: Int) -> String {
            let next = bytes.index(index, offsetBy: end - offset)
            defer {
                index = next
                offset = end
            }
            return escape(text[index..<next])
        }
        for match in matches {
            rendered += piece(upTo: match.lowerBound)
            rendered += opening + piece(upTo: match.upperBound) + closing
        }
        return rendered + piece(upTo: range.upperBound) + (continues ? ellipsis : "")
    }
}
