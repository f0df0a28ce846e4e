// SPDX-License-Identifier: Apache-2.0

/// Why documents could not be read from files, where that was, and what to do about it.
package struct CorpusError: Error, Hashable, Sendable {
    /// The kind of error.
    package var code: Code

    /// The file as it was given or found, or "standard input".
    package var file: String

    /// The line, from 1, or `nil` where the error concerns the whole file.
    package var line: Int?

    /// What was expected and what to do, for a person; it does not repeat the file.
    package var message: String

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of error.
    ///   - file: The file as it was given or found.
    ///   - line: The line, from 1, or `nil` where the error concerns the whole file.
    ///   - message: What was expected and what to do.
    package init(_ code: Code, file: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    /// A kind of error; more may be added.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        package let description: String

        private init(_ description: String) { self.description = description }

        /// Nothing exists at the path.
        package static let notFound = Code("notFound")
        /// The file or folder exists, but cannot be opened, listed or read.
        package static let unreadable = Code("unreadable")
        /// The gzip stream is damaged or stops early.
        package static let corruptGzip = Code("corruptGzip")
        /// A line is longer than the reader's limit.
        package static let lineTooLong = Code("lineTooLong")
        /// A text file is larger than the limit for one document.
        package static let fileTooLarge = Code("fileTooLarge")
        /// The bytes are not UTF-8 text.
        package static let invalidUTF8 = Code("invalidUTF8")
        /// The line is not a JSON object.
        package static let malformedJSON = Code("malformedJSON")
        /// A field has a value of the wrong type.
        package static let invalidField = Code("invalidField")
        /// A required field is absent or null.
        package static let missingField = Code("missingField")
        /// The document's identifier is an empty string.
        package static let emptyID = Code("emptyID")
        /// Two documents of one run have the same identifier.
        package static let duplicateID = Code("duplicateID")
    }

    /// Whether the error concerns one document only, so that reading can go on with the one after it.
    ///
    /// A damaged or unreadable file is different: nobody knows how many documents are lost with it.
    package var concernsOneDocument: Bool {
        switch code {
        case .lineTooLong, .fileTooLarge, .invalidUTF8, .malformedJSON, .invalidField, .missingField, .emptyID,
            .duplicateID:
            true
        default:
            false
        }
    }
}

extension CorpusError: CustomStringConvertible {
    /// The place in the form that editors and terminals make a link of, and the message.
    package var description: String {
        line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
