// SPDX-License-Identifier: Apache-2.0

/// Reads JSON (RFC 8259) from bytes that nobody vouches for.
///
/// Strict: UTF-8 only, no lone surrogate, no name twice in one object, no text behind the value, at most
/// ``maximumDepth`` values inside each other.
struct JSONParser {
    /// How deep values may be nested: beyond what any model's files need, and far from the end of the stack.
    static let maximumDepth = 64

    let bytes: ArraySlice<UInt8>
    var place: Int
    private var depth = 0

    /// Reads one value that fills the bytes.
    ///
    /// - Parameter bytes: JSON text in UTF-8.
    /// - Returns: The value.
    /// - Throws: ``TextEmbeddingsError/Code/malformedJSON``, with the place of the fault.
    /// - Complexity: O(bytes), with a hash a member.
    static func parse(_ bytes: ArraySlice<UInt8>) throws(TextEmbeddingsError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, place: bytes.startIndex)
        let value = try parser.value()
        parser.skipBlanks()
        guard parser.place == bytes.endIndex else { throw parser.malformed("text behind the value") }
        return value
    }

    private init(bytes: ArraySlice<UInt8>, place: Int) {
        self.bytes = bytes
        self.place = place
    }

    private mutating func value() throws(TextEmbeddingsError) -> JSONValue {
        skipBlanks()
        guard let byte = peek else { throw malformed("no value where one belongs") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { (parser) throws(TextEmbeddingsError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(TextEmbeddingsError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw malformed("no value where one belongs")
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(TextEmbeddingsError) -> JSONValue
    ) throws(TextEmbeddingsError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw malformed("values nested deeper than \(Self.maximumDepth)") }
        depth += 1
        defer { depth -= 1 }
        place += 1
        return try read(&self)
    }

    private mutating func object() throws(TextEmbeddingsError) -> JSONValue {
        var members: [JSONMember] = []
        // By their bytes: a vocabulary may hold words that are equal but for their composition.
        var names: Set<[UInt8]> = []
        skipBlanks()
        if accept(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw malformed("no name where one belongs") }
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else {
                throw malformed("the name '\(name.prefix(60))' twice")
            }
            skipBlanks()
            try expect(UInt8(ascii: ":"), "colon")
            members.append(JSONMember(name: name, value: try value()))
            skipBlanks()
        } while accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"), "end of an object")
        return .object(members)
    }

    private mutating func array() throws(TextEmbeddingsError) -> JSONValue {
        var elements: [JSONValue] = []
        skipBlanks()
        if accept(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            elements.append(try value())
            skipBlanks()
        } while accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"), "end of an array")
        return .array(elements)
    }

    private mutating func number() throws(TextEmbeddingsError) -> JSONValue {
        let start = place
        _ = accept(UInt8(ascii: "-"))
        let first = place
        let whole = skipDigits()
        guard whole == 1 || (whole > 1 && bytes[first] != UInt8(ascii: "0")) else { throw malformed("no number") }
        var isInteger = true
        if accept(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() > 0 else { throw malformed("a number without decimals") }
        }
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            isInteger = false
            if !accept(UInt8(ascii: "-")) { _ = accept(UInt8(ascii: "+")) }
            guard skipDigits() > 0 else { throw malformed("a number without an exponent") }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw malformed("a number too large") }
        return .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        return place - start
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(TextEmbeddingsError) -> JSONValue {
        let text = "\(word)".utf8
        guard bytes[place...].starts(with: text) else { throw malformed("no value where one belongs") }
        place += text.count
        return value
    }
}

extension JSONParser {
    var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    mutating func accept(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        place += 1
        return true
    }

    mutating func expect(_ byte: UInt8, _ name: String) throws(TextEmbeddingsError) {
        guard accept(byte) else { throw malformed("no \(name) where one belongs") }
    }

    mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { place += 1 }
    }

    func malformed(_ what: String) -> TextEmbeddingsError {
        TextEmbeddingsError(.malformedJSON, "the JSON text has \(what), at byte \(place - bytes.startIndex)")
    }
}
