// SPDX-License-Identifier: Apache-2.0

/// One line of a TREC file: its number and its columns.
///
/// Columns are separated by any run of blanks and tabs; lines end with LF or CRLF; lines of blanks alone and a leading
/// byte order mark are passed over. The text is taken apart by bytes, because Swift sees CRLF as one character.
struct FieldedLine {
    /// The number of the line, counted from 1.
    let number: Int

    /// The columns, none of them empty.
    let fields: [String]

    /// Reads every line of a text.
    ///
    /// - Parameters:
    ///   - text: A whole file.
    ///   - columns: The names of the columns that each line must have.
    /// - Returns: The lines that are not blank, at least one.
    /// - Throws: `malformedLine` for another number of columns, `emptyText` where there is no line.
    static func lines(
        of text: String,
        columns: [String]
    ) throws(RetrievalEvaluationError) -> [FieldedLine] {
        var lines: [FieldedLine] = []
        let body = text.unicodeScalars.first == "\u{FEFF}" ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
        for (index, line) in Substring(body).utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            let fields = line.split(whereSeparator: Self.isBlank).map { String(Substring($0)) }
            guard !fields.isEmpty else { continue }
            guard fields.count == columns.count else {
                throw RetrievalEvaluationError(
                    .malformedLine,
                    line: index + 1,
                    "expected the \(columns.count) columns \"\(columns.joined(separator: " "))\", found \(fields.count)"
                )
            }
            lines.append(FieldedLine(number: index + 1, fields: fields))
        }
        guard !lines.isEmpty else {
            throw RetrievalEvaluationError(
                .emptyText,
                "expected lines of \"\(columns.joined(separator: " "))\", found none"
            )
        }
        return lines
    }

    /// Whether a name can be a column of a line.
    static func canHold(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { isBlank($0) || $0 == 10 }
    }

    /// Tab, vertical tab, form feed, carriage return and space: the blanks of the C locale but the line feed.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 9 || (11...13).contains(byte)
    }
}
