// SPDX-License-Identifier: Apache-2.0

/// Walks over the signs, words and values of a filter's text.
///
/// It works on scalars, so that a mark behind a quotation mark hides it from nobody, and counts characters only for errors.
struct FilterScanner {
    private let scalars: [Unicode.Scalar]
    private var place = 0

    /// Begins in front of the first sign or word.
    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        skipBlanks()
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { place == scalars.count }

    /// Goes behind a sign if it comes next.
    mutating func skip(_ sign: String) -> Bool {
        guard scalars[place...].starts(with: sign.unicodeScalars) else { return false }
        place += sign.unicodeScalars.count
        skipBlanks()
        return true
    }

    /// Goes behind a bare word if it comes next, in small letters or capitals.
    mutating func skip(keyword: String) -> Bool {
        let end = endOfBareWord
        guard word(until: end).lowercased() == keyword else { return false }
        place = end
        skipBlanks()
        return true
    }

    /// Goes behind a sign that has to come next.
    mutating func expect(_ sign: String, _ reason: String) throws(RAGCoreError) {
        guard skip(sign) else { throw error("'\(sign)' comes here, \(reason)") }
    }

    /// A name: a bare word that is no keyword, or anything in quotation marks.
    mutating func name() throws(RAGCoreError) -> String {
        if let quoted = try quoted() { return quoted }
        let end = endOfBareWord
        let name = word(until: end)
        guard !name.isEmpty else { throw error("the name of a value comes here, as in year >= 2020") }
        guard !FilterWord.keywords.contains(name.lowercased()) else {
            throw error("the name of a value comes here; '\(name)' has a meaning, so write \"\(name)\" for the name")
        }
        place = end
        skipBlanks()
        return name
    }

    /// A text: a bare word or anything in quotation marks.
    mutating func text() throws(RAGCoreError) -> String {
        if let quoted = try quoted() { return quoted }
        return try bareWord()
    }

    /// A value: a list, a text in quotation marks, or a bare word.
    mutating func value() throws(RAGCoreError) -> Metadata.Value {
        if skip("[") {
            var texts: [String] = []
            guard !skip("]") else { return .strings(texts) }
            repeat { texts.append(try text()) } while skip(",")
            try expect("]", "to close the list")
            return .strings(texts)
        }
        if let quoted = try quoted() { return .string(quoted) }
        return FilterWord.value(ofBareWord: try bareWord())
    }

    /// Texts in parentheses.
    mutating func texts() throws(RAGCoreError) -> [String] {
        try expect("(", "in front of the texts")
        var texts: [String] = []
        guard !skip(")") else { return texts }
        repeat { texts.append(try text()) } while skip(",")
        try expect(")", "or ',' behind a text")
        return texts
    }

    /// Values in parentheses.
    mutating func values() throws(RAGCoreError) -> [Metadata.Value] {
        try expect("(", "or '[' in front of the values")
        var values: [Metadata.Value] = []
        guard !skip(")") else { return values }
        repeat { values.append(try value()) } while skip(",")
        try expect(")", "or ',' behind a value")
        return values
    }

    /// An error at this place.
    func error(_ message: String) -> RAGCoreError { error(at: place, message) }

    private func error(at place: Int, _ message: String) -> RAGCoreError {
        var before = String.UnicodeScalarView()
        before.append(contentsOf: scalars[..<place])
        return RAGCoreError(.invalidFilter, "column \(String(before).count + 1) of the filter: \(message)")
    }

    private mutating func quoted() throws(RAGCoreError) -> String? {
        guard place < scalars.count, scalars[place] == "\"" || scalars[place] == "'" else { return nil }
        var content = String.UnicodeScalarView()
        var end = place + 1
        while end < scalars.count, scalars[end] != scalars[place] {
            if scalars[end] == "\\", end + 1 < scalars.count { end += 1 }
            content.append(scalars[end])
            end += 1
        }
        guard end < scalars.count else { throw error("this quotation mark is not closed") }
        place = end + 1
        skipBlanks()
        return String(content)
    }

    private mutating func bareWord() throws(RAGCoreError) -> String {
        let end = endOfBareWord
        guard end > place else {
            throw error("a value comes here; texts with blanks or signs stand in quotation marks")
        }
        let word = word(until: end)
        place = end
        skipBlanks()
        return word
    }

    private var endOfBareWord: Int {
        scalars[place...].firstIndex { $0.properties.isWhitespace || "()[],'\"=!<>".unicodeScalars.contains($0) }
            ?? scalars.count
    }

    private func word(until end: Int) -> String {
        var word = String.UnicodeScalarView()
        word.append(contentsOf: scalars[place..<end])
        return String(word)
    }

    private mutating func skipBlanks() {
        while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
    }
}
