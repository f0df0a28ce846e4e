// SPDX-License-Identifier: Apache-2.0

/// The hashes of a file name's words and of its extension, so that a decision need not read the name again.
///
/// Hashes can only rule a word out; where one is found, the name itself is asked.
struct FileNameHashes: Sendable {
    /// The hashes of the first words, with ASCII letters in lower case.
    private(set) var words = InlineArray<12, UInt64>(repeating: 0)

    /// The number of words; more than there is room for means that the name must be read.
    private(set) var wordCount = 0

    /// The hash of the extension, 0 for none.
    private(set) var fileExtension: UInt64 = 0

    /// Whether every word's hash is there.
    var isComplete: Bool { wordCount <= words.count }

    init(_ name: String) {
        let bytes = name.utf8.span
        let stem = FileNameWords(bytes)
        var offset = stem.stem.lowerBound
        while let word = stem.next(from: offset, in: bytes) {
            if wordCount < words.count { words[wordCount] = Self.hash(of: word, in: bytes) }
            wordCount += 1
            offset = word.upperBound
        }
        if let start = FileNameWords.startOfExtension(bytes) {
            fileExtension = Self.hash(of: start..<bytes.count, in: bytes)
        }
    }

    /// The hash of some bytes with ASCII letters in lower case.
    static func hash(of range: Range<Int>, in bytes: borrowing Span<UInt8>) -> UInt64 {
        var hash = TextHash()
        for offset in range { hash.combineFolded(bytes[offset]) }
        return hash.value
    }
}
