// SPDX-License-Identifier: Apache-2.0

/// Normalises a text and splits it into words, one after the other, so that a reader may stop at any.
///
/// BERT's normaliser and pre-tokenizer in one pass: cleaning, blanks around ideographs, stripping of accents, lower case; then
/// words end at blanks, and punctuation marks are words of their own. Tokens that stand in the text literally end words too.
struct WordReader {
    /// A part of a text.
    enum Part {
        case word(Word)
        case token(Int32, Range<Int>)
    }

    private let normalization: BertNormalization
    private let maximumWordLength: Int
    private let addedTokens: AddedTokens
    private let characters = BertCharacters.standard
    private let text: String
    private var place: String.Index
    private var offset = 0
    private var normalized: [UInt32] = []
    private var word = Word()
    /// Parts that are complete: a punctuation mark ends the word before it and is one itself.
    private var complete: [Part] = []

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - normalization: What happens to it first.
    ///   - addedTokens: What is found in it as it stands.
    ///   - maximumWordLength: The scalars of a word that are kept.
    init(
        _ text: String, normalization: BertNormalization, addedTokens: AddedTokens = AddedTokens([]),
        maximumWordLength: Int = 100
    ) {
        self.text = text
        self.place = text.startIndex
        self.normalization = normalization
        self.addedTokens = addedTokens
        self.maximumWordLength = maximumWordLength
    }

    /// The next part, or `nil` at the end of the text.
    mutating func next() -> Part? {
        while complete.isEmpty, place < text.endIndex { readOne() }
        if complete.isEmpty { endWord() }
        return complete.isEmpty ? nil : complete.removeFirst()
    }

    /// Reads a token or a scalar.
    private mutating func readOne() {
        if let (token, end) = addedTokens.token(in: text, at: place) {
            let length = text.utf8.distance(from: place, to: end)
            endWord()
            complete.append(.token(token, offset..<offset + length))
            offset += length
            place = end
        } else {
            let scalar = text.unicodeScalars[place]
            let length = UTF8.width(scalar)
            text.unicodeScalars.formIndex(after: &place)
            read(scalar.value, from: offset..<offset + length)
            offset += length
        }
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
        complete.append(.word(word))
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
