// SPDX-License-Identifier: Apache-2.0

/// One line of a TREC file: its number and its columns.
///
/// Columns are separated by any run of blanks and tabs; lines end with LF or CRLF; lines of blanks alone and a leading
/// byte order mark are passed over. The text is taken apart by bytes, because Swift sees CRLF as one character.
struct FieldedLine {
    /// The number of the line, counted from 1.
    let number: Int

    /// The columns, none of them empty.
    let fields: [Substring]

    /// Reads a text line by line, so that no more than one line is held beside it.
    ///
    /// - Parameters:
    ///   - text: A whole file.
    ///   - columns: The names of the columns that each line must have.
    ///   - body: Takes each line that is not blank; called at least once.
    /// - Throws: `malformedLine` for another number of columns, `emptyText` where there is no line, and what `body` throws.
    static func forEach(
        of text: String,
        columns: [String],
        _ body: (FieldedLine) throws(RetrievalEvaluationError) -> Void
    ) throws(RetrievalEvaluationError) {
        let hasByteOrderMark = text.unicodeScalars.first == "\u{FEFF}"
        var rest = text.utf8.dropFirst(hasByteOrderMark ? 3 : 0)
        var (number, isEmpty) = (0, true)
        while !rest.isEmpty {
            let end = rest.firstIndex(of: lineFeed) ?? rest.endIndex
            let fields = rest[..<end].split(whereSeparator: isBlank).map(Substring.init)
            rest = rest[end...].dropFirst()
            number += 1
            guard !fields.isEmpty else { continue }
            guard fields.count == columns.count else {
                throw RetrievalEvaluationError(
                    .malformedLine,
                    line: number,
                    "expected the \(columns.count) columns \"\(columns.joined(separator: " "))\", found \(fields.count)"
                )
            }
            isEmpty = false
            try body(FieldedLine(number: number, fields: fields))
        }
        guard !isEmpty else {
            throw RetrievalEvaluationError(
                .emptyText,
                "expected lines of \"\(columns.joined(separator: " "))\", found none"
            )
        }
    }

    /// Whether a name can be a column of a line.
    static func canHold(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { isBlank($0) || $0 == lineFeed }
    }

    private static let lineFeed = UInt8(ascii: "\n")

    /// Tab, vertical tab, form feed, carriage return and space: the blanks of the C locale but the line feed.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 9 || (11...13).contains(byte)
    }
}
