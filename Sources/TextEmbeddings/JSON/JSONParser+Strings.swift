// SPDX-License-Identifier: Apache-2.0

extension JSONParser {
    /// Reads a string from its opening quote on.
    mutating func string() throws(TextEmbeddingsError) -> String {
        place += 1
        let start = place
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
        if peek == UInt8(ascii: "\"") {
            place += 1
            return try text(bytes[start..<place - 1])
        }
        var decoded = Array(bytes[start..<place])
        while let byte = peek {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(decoded[...])
            case UInt8(ascii: "\\"): try escape(into: &decoded)
            case ..<0x20: throw malformed("a control character in a string")
            default: decoded.append(byte)
            }
        }
        throw malformed("a string without an end")
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(TextEmbeddingsError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw malformed("bytes that are not UTF-8") }
        return text
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(TextEmbeddingsError) {
        guard let byte = peek else { throw malformed("a string without an end") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw malformed("an unknown escape")
        }
    }

    private mutating func escapedScalar() throws(TextEmbeddingsError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800...0xDBFF).contains(first), accept(UInt8(ascii: "\\")), accept(UInt8(ascii: "u")) else {
            throw malformed("half of a surrogate pair")
        }
        let second = try codeUnit()
        let offset = (UInt32(first) - 0xD800) << 10
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + offset + UInt32(second) - 0xDC00)
        else { throw malformed("half of a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(TextEmbeddingsError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw malformed("an escape without four digits")
            }
            value = value << 4 | UInt16(digit)
            place += 1
        }
        return value
    }
}
