// SPDX-License-Identifier: Apache-2.0

/// Bytes that are known to be UTF-8.
struct UTF8Text {
    /// The bytes, without a byte order mark.
    let bytes: [UInt8]

    /// Checks bytes, and says where they are not UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: The text's bytes; a byte order mark at their start is dropped.
    ///   - file: The file they come from, for the error.
    ///   - line: The line they come from, for the error.
    /// - Throws: ``CorpusError`` with the code `invalidUTF8`, which names the first wrong byte.
    /// - Complexity: O(*n*).
    init(validating bytes: [UInt8], file: String, line: Int? = nil) throws(CorpusError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw CorpusError(
                .invalidUTF8,
                file: file,
                line: line,
                "byte \(error.byteOffsets.lowerBound + 1) is not UTF-8; convert the file, for example with iconv"
            )
        }
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// The text.
    var string: String { String(decoding: bytes, as: UTF8.self) }
}
