// SPDX-License-Identifier: Apache-2.0

extension CorpusError {
    /// Says of a line that could not be decoded what was expected in its place.
    ///
    /// - Parameters:
    ///   - error: What the decoder threw.
    ///   - file: The file.
    ///   - line: The line, from 1.
    init(decoding error: any Error, file: String, line: Int) {
        switch error {
        case DecodingError.keyNotFound(let key, _):
            self.init(missing: key.stringValue, file: file, line: line)
        case DecodingError.valueNotFound(_, let context) where context.codingPath.count == 1:
            self.init(missing: context.codingPath[0].stringValue, file: file, line: line)
        case DecodingError.valueNotFound(_, let context), DecodingError.typeMismatch(_, let context),
            DecodingError.dataCorrupted(let context):
            if let field = context.codingPath.first?.stringValue {
                let expected = DocumentRecord.expectation(ofField: field)
                self.init(.invalidField, file: file, line: line, "\"\(field)\" must be \(expected)")
            } else {
                self.init(
                    .malformedJSON,
                    file: file,
                    line: line,
                    "expected one JSON object a line, with \"id\" and \"text\"; every line must be complete JSON"
                )
            }
        default:
            self.init(.malformedJSON, file: file, line: line, "expected one JSON object a line (\(error))")
        }
    }

    private init(missing field: String, file: String, line: Int) {
        let expected = DocumentRecord.expectation(ofField: field)
        self.init(.missingField, file: file, line: line, "\"\(field)\" is missing; it must be \(expected)")
    }
}
