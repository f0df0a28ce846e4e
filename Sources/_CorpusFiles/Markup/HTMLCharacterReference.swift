// SPDX-License-Identifier: Apache-2.0

/// A character written by name or number, such as `&eacute;`, `&#233;` or `&#xE9;`.
///
/// The semicolon may be missing after a number and after a name of the Latin-1 range, as in browsers. Numbers that are no
/// character become U+FFFD, and 128 to 159 are read as Windows-1252.
struct HTMLCharacterReference {
    /// The character.
    let scalar: Unicode.Scalar

    /// How many bytes the reference takes.
    let length: Int

    /// Reads the reference at the start of some bytes, or gives `nil` where there is none.
    ///
    /// - Parameter bytes: Bytes that start with `&`.
    init?(_ bytes: ArraySlice<UInt8>) {
        let rest = bytes.dropFirst()
        let reference = rest.first == UInt8(ascii: "#") ? Self.number(rest.dropFirst()) : Self.name(rest)
        guard let reference else { return nil }
        let isClosed = bytes.dropFirst(reference.length).first == UInt8(ascii: ";")
        if !isClosed, reference.needsSemicolon { return nil }
        self.scalar = reference.scalar
        self.length = reference.length + (isClosed ? 1 : 0)
    }

    private typealias Match = (scalar: Unicode.Scalar, length: Int, needsSemicolon: Bool)

    private static func name(_ bytes: ArraySlice<UInt8>) -> Match? {
        let name = bytes.prefix(longestName + 1).prefix(while: \.isASCIIAlphanumeric)
        guard let scalar = named[String(decoding: name, as: UTF8.self)] else { return nil }
        return (scalar, 1 + name.count, scalar.value > 0xFF || scalar == "'")
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Match? {
        let isHexadecimal = bytes.first.map { $0 | 0x20 } == UInt8(ascii: "x")
        var value: UInt32 = 0
        var count = 0
        for byte in bytes.dropFirst(isHexadecimal ? 1 : 0) {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, isHexadecimal || digit < 10 else { break }
            value = min(value * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
            count += 1
        }
        guard count > 0 else { return nil }
        return (scalar(ofNumber: value), (isHexadecimal ? 3 : 2) + count, false)
    }

    private static func scalar(ofNumber value: UInt32) -> Unicode.Scalar {
        if (0x80...0x9F).contains(value) { return windows1252[Int(value - 0x80)] }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// What Windows-1252 has where Latin-1 has control characters.
    private static let windows1252: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
        "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }
}
