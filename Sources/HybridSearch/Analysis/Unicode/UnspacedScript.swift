// SPDX-License-Identifier: Apache-2.0

/// The scripts that are written without spaces between words, or in words of so few characters that pairs of them serve a
/// search better: Han, kana, Hangul, Bopomofo and Yi, and Thai, Lao, Burmese and Khmer.
///
/// Without a dictionary nobody knows where their words end. Single characters and pairs find them all the same (Luk, Kwok
/// 2002, doi:10.1145/568954.568957).
enum UnspacedScript {
    /// Whether a scalar is a character of such a script.
    ///
    /// - Parameter scalar: Neither a mark nor a number.
    /// - Returns: `true` for one of these scripts.
    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x0E01:
            false
        case 0x0E01...0x0EFF, 0x1000...0x109F, 0x1780...0x17DD, 0x1950...0x19DF, 0x1A20...0x1AAD, 0xA9E0...0xA9FE,
            0xAA60...0xAADF:
            scalar.properties.isAlphabetic
        case 0x1100...0x11FF, 0x2E80...0x2FD5, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C,
            0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x318E, 0x31A0...0x31BF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0xA48C, 0xA960...0xA97C, 0xAC00...0xD7FB, 0xF900...0xFAFF, 0xFF66...0xFFDC,
            0x1_AFF0...0x1_B16F, 0x2_0000...0x3_FFFD:
            true
        default:
            scalar.properties.isIdeographic
        }
    }

    /// Whether a scalar continues the character before it although it is no mark: the vowels and final consonants of a
    /// Hangul syllable that is written in parts.
    static func continuesCluster(_ scalar: Unicode.Scalar) -> Bool {
        (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value)
    }
}
