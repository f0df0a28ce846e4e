// SPDX-License-Identifier: Apache-2.0

/// The mixing of SHA-256 (FIPS 180-4), which names the content of a policy.
package struct SHA256: BlockCompression {
    /// The digest as eight big-endian words.
    package private(set) var words: InlineArray<8, UInt32>

    package static let isBigEndian = true
    package static var initial: SHA256 {
        SHA256(words: [
            0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
        ])
    }

    package mutating func compress(_ block: InlineArray<16, UInt32>) {
        var schedule = block
        var (a, b, c, d) = (words[0], words[1], words[2], words[3])
        var (e, f, g, h) = (words[4], words[5], words[6], words[7])
        for step in 0..<64 {
            let place = step & 15
            if step >= 16 {
                let near = schedule[(step &+ 1) & 15]
                let far = schedule[(step &+ 14) & 15]
                schedule[place] =
                    schedule[place] &+ schedule[(step &+ 9) & 15]
                    &+ (Self.rotate(near, 7) ^ Self.rotate(near, 18) ^ near >> 3)
                    &+ (Self.rotate(far, 17) ^ Self.rotate(far, 19) ^ far >> 10)
            }
            let sumE = Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25)
            let first = h &+ sumE &+ ((e & f) ^ (~e & g)) &+ Self.constants[step] &+ schedule[place]
            let sumA = Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22)
            let second = sumA &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        words = [
            words[0] &+ a, words[1] &+ b, words[2] &+ c, words[3] &+ d,
            words[4] &+ e, words[5] &+ f, words[6] &+ g, words[7] &+ h,
        ]
    }

    package var leading: UInt64 { UInt64(words[0]) << 32 | UInt64(words[1]) }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word &>> count | word &<< (32 - count)
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: InlineArray<64, UInt32> = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
        0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
        0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
        0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
        0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
        0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ]
}
