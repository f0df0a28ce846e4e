// SPDX-License-Identifier: Apache-2.0

/// Normalises a text and splits it into words, one after the other, so that a reader may stop at any.
///
/// BERT's normaliser and pre-tokenizer in one pass: cleaning, blanks around ideographs, stripping of accents, lower case; then
/// words end at blanks, and punctuation marks are words of their own.
struct WordReader {
    private let normalization: BertNormalization
    private let maximumWordLength: Int
    private let characters = BertCharacters.standard
    private var scalars: Substring.UnicodeScalarView.Iterator
    private var offset: Int
    private var normalized: [UInt32] = []
    private var word = Word()
    /// Words that are complete: a punctuation mark ends the word before it and is one itself.
    private var complete: [Word] = []

    /// Reads part of a text.
    ///
    /// - Parameters:
    ///   - text: The part.
    ///   - offset: Where it begins in the text, in bytes of UTF-8.
    ///   - normalization: What happens to it first.
    ///   - maximumWordLength: The scalars of a word that are kept.
    init(_ text: Substring, at offset: Int, normalization: BertNormalization, maximumWordLength: Int = 100) {
        self.normalization = normalization
        self.maximumWordLength = maximumWordLength
        self.scalars = text.unicodeScalars.makeIterator()
        self.offset = offset
    }

    /// The next word, or `nil` at the end of the text.
    mutating func next() -> Word? {
        while complete.isEmpty, let scalar = scalars.next() {
            let end = offset + UTF8.width(scalar)
            read(scalar.value, from: offset..<end)
            offset = end
        }
        if complete.isEmpty { endWord() }
        return complete.isEmpty ? nil : complete.removeFirst()
    }

    private mutating func read(_ scalar: UInt32, from source: Range<Int>) {
        if scalar < 0x80, case let letter = Self.plainLetters[Int(scalar)], letter > 0 {
            return word.append(normalization.lowercases ? letter : scalar, from: source, limit: maximumWordLength)
        }
        let isIdeograph = normalization.separatesIdeographs && characters.ideographs.contains(scalar)
        if isIdeograph { endWord() }
        normalization.normalize(scalar, characters, into: &normalized)
        for scalar in normalized {
            if characters.spaces.contains(scalar) {
                endWord()
            } else if characters.punctuation.contains(scalar) {
                endWord()
                word.append(scalar, from: source, limit: maximumWordLength)
                endWord()
            } else {
                word.append(scalar, from: source, limit: maximumWordLength)
            }
        }
        if isIdeograph { endWord() }
    }

    private mutating func endWord() {
        guard word.scalarCount > 0 else { return }
        complete.append(word)
        word = Word()
    }

    /// The lower case of ASCII letters and digits, which most of most texts consists of; 0 for what needs the tables.
    private static let plainLetters: [UInt32] = (0 as UInt32..<0x80).map { scalar in
        switch UInt8(scalar) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): scalar
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): scalar + 32
        default: 0
        }
    }
}

/// A word of a text after normalisation, and where each of its scalars comes from.
struct Word {
    /// The scalars in UTF-8; those beyond the limit are left out.
    private(set) var bytes: [UInt8] = []

    /// For each byte, the range of the text that its scalar comes from.
    private(set) var sources: [Range<Int>] = []

    /// The number of scalars, those beyond the limit included.
    private(set) var scalarCount = 0

    /// What the word comes from.
    private(set) var source = 0..<0

    /// Adds a scalar; what is beyond the limit is counted and forgotten, however long the word is.
    mutating func append(_ scalar: UInt32, from source: Range<Int>, limit: Int) {
        self.source = (scalarCount == 0 ? source : self.source).lowerBound..<source.upperBound
        scalarCount += 1
        guard scalarCount <= limit, let encoded = Unicode.Scalar(scalar).flatMap({ UTF8.encode($0) }) else { return }
        for byte in encoded {
            bytes.append(byte)
            sources.append(source)
        }
    }
}
