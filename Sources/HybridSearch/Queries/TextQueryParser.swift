// SPDX-License-Identifier: Apache-2.0

/// Reads a ``TextQuery`` from text, clause by clause.
///
/// It works on scalars, so that a mark behind a quotation mark hides it from nobody, and counts characters only for errors.
struct TextQueryParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0

    /// Begins at the beginning of a query.
    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The query.
    ///
    /// - Returns: The query, with at least one clause to look for or none at all.
    /// - Throws: An error at the first place that cannot be read.
    mutating func query() throws(TextQuery.SyntaxError) -> TextQuery {
        var query = TextQuery(clauses: [])
        var minimum: (count: Int, place: Int)?
        var firstExclusion: Int?
        skipBlanks()
        while place < scalars.count {
            let start = place
            if let count = try minimumShouldMatch() {
                guard minimum == nil else { throw error(at: start, "there is an '@' before; write one of them") }
                minimum = (count, start)
            } else {
                let clause = try clause()
                if clause.occurrence == .mustNot { firstExclusion = firstExclusion ?? start }
                query.clauses.append(clause)
            }
            skipBlanks()
        }
        if let minimum {
            let optional = query.clauses.count { $0.occurrence == .should }
            guard minimum.count <= optional else {
                throw error(
                    at: minimum.place, "'@\(minimum.count)' asks for more than the \(optional) words without a sign")
            }
            query.minimumShouldMatch = minimum.count
        }
        if let firstExclusion, query.clauses.allSatisfy({ $0.occurrence == .mustNot }) {
            throw error(
                at: firstExclusion, "a query that only excludes finds nothing; write a word to look for as well")
        }
        return query
    }

    /// The number behind an `@` that is a clause of its own, or `nil` where something else stands.
    private mutating func minimumShouldMatch() throws(TextQuery.SyntaxError) -> Int? {
        guard scalars[place] == "@" else { return nil }
        var end = place + 1
        while end < scalars.count, isDigit(scalars[end]) { end += 1 }
        guard end > place + 1, end == scalars.count || isBlank(scalars[end]) else { return nil }
        guard let count = Int(text(place + 1..<end)), count > 0 else {
            throw error(at: place, "write a number of words behind '@', from 1")
        }
        place = end
        return count
    }

    private mutating func clause() throws(TextQuery.SyntaxError) -> TextQuery.Clause {
        var clause = TextQuery.Clause(.words(""))
        if scalars[place] == "+" || scalars[place] == "-" {
            clause.occurrence = scalars[place] == "+" ? .must : .mustNot
            place += 1
            guard place < scalars.count, !isBlank(scalars[place]) else {
                throw error(
                    at: place - 1, "a sign stands right before its word; for the character itself write a '\\' first")
            }
        }
        clause.field = try field()
        clause.matching = scalars[place] == "\"" ? try phrase() : try word()
        clause.boost = try boost()
        return clause
    }

    /// The name of a field and the colon behind it, or `nil` where a word or phrase begins.
    private mutating func field() throws(TextQuery.SyntaxError) -> String? {
        guard let end = FieldName.end(in: scalars, from: place), end < scalars.count, scalars[end] == ":" else {
            return nil
        }
        let name = text(place..<end)
        guard end + 1 < scalars.count, !isBlank(scalars[end + 1]) else {
            throw error(
                at: end,
                "behind '\(name):' comes a word or a phrase to look for there; for the colon itself write '\\:'")
        }
        place = end + 1
        return name
    }

    private mutating func phrase() throws(TextQuery.SyntaxError) -> TextQuery.Clause.Matching {
        let start = place
        var content = String.UnicodeScalarView()
        place += 1
        while place < scalars.count, scalars[place] != "\"" { content.append(try nextCharacter()) }
        guard place < scalars.count else {
            throw error(at: start, "this quotation mark is not closed; for the character itself write '\\\"'")
        }
        guard !content.allSatisfy(isBlank) else {
            throw error(at: start, "there is no word between these quotation marks")
        }
        place += 1
        let slop = try slop()
        guard place == scalars.count || isBlank(scalars[place]) || scalars[place] == "^" else {
            throw error(at: place, "a phrase ends with a blank, '~' and its slop, or '^' and its boost")
        }
        return .phrase(String(content), slop: slop)
    }

    private mutating func slop() throws(TextQuery.SyntaxError) -> Int {
        guard place < scalars.count, scalars[place] == "~" else { return 0 }
        var end = place + 1
        while end < scalars.count, isDigit(scalars[end]) { end += 1 }
        guard let slop = Int(text(place + 1..<end)) else {
            throw error(at: place, "behind '~' comes how far the words may be apart, as in \"some words\"~2")
        }
        place = end
        return slop
    }

    private mutating func word() throws(TextQuery.SyntaxError) -> TextQuery.Clause.Matching {
        let start = place
        var content = String.UnicodeScalarView()
        while place < scalars.count, !isBlank(scalars[place]), scalars[place] != "^", scalars[place] != "*" {
            guard scalars[place] != "\"" else {
                throw error(at: place, "a phrase begins behind a blank; for the quotation mark itself write '\\\"'")
            }
            content.append(try nextCharacter())
        }
        let isPrefix = place < scalars.count && scalars[place] == "*"
        guard !content.isEmpty else {
            throw error(
                at: start, "a word comes before '\(isPrefix ? "*" : "^")'; for the character itself write a '\\' first")
        }
        guard isPrefix else { return .words(String(content)) }
        place += 1
        guard place == scalars.count || isBlank(scalars[place]) || scalars[place] == "^" else {
            throw error(at: place - 1, "'*' stands at the end of a word only; for the character itself write '\\*'")
        }
        return .prefix(String(content))
    }

    private mutating func boost() throws(TextQuery.SyntaxError) -> Float {
        guard place < scalars.count, scalars[place] == "^" else { return 1 }
        let start = place
        place += 1
        let numberStart = place
        while place < scalars.count, !isBlank(scalars[place]) { place += 1 }
        let number = scalars[numberStart..<place]
        let isPlain =
            number.first.map(isDigit) ?? false
            && number.allSatisfy { isDigit($0) || ".eE+-".unicodeScalars.contains($0) }
        guard isPlain, let boost = Float(text(numberStart..<place)), boost > 0, boost.isFinite else {
            throw error(
                at: start, "behind '^' comes a positive number, as in word^2.5; for the character itself write '\\^'")
        }
        return boost
    }

    /// The next character of a word or phrase, of which a backslash may take away the meaning.
    private mutating func nextCharacter() throws(TextQuery.SyntaxError) -> Unicode.Scalar {
        defer { place += 1 }
        guard scalars[place] == "\\" else { return scalars[place] }
        guard place + 1 < scalars.count else {
            throw error(at: place, "behind '\\' comes a character; for the backslash itself write '\\\\'")
        }
        place += 1
        return scalars[place]
    }

    private mutating func skipBlanks() {
        while place < scalars.count, isBlank(scalars[place]) { place += 1 }
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    private func error(at place: Int, _ message: String) -> TextQuery.SyntaxError {
        TextQuery.SyntaxError(column: text(0..<place).count + 1, message: message)
    }
}
