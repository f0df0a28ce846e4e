// SPDX-License-Identifier: Apache-2.0

/// The mixing of SHA-1 (FIPS 180-4), with which LaunchDarkly buckets.
package struct SHA1: BlockCompression {
    private var words: InlineArray<5, UInt32>

    package static let isBigEndian = true
    package static var initial: SHA1 {
        SHA1(words: [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0])
    }

    package mutating func compress(_ block: InlineArray<16, UInt32>) {
        var schedule = block
        var (a, b, c, d, e) = (words[0], words[1], words[2], words[3], words[4])
        for step in 0..<80 {
            let place = step & 15
            if step >= 16 {
                let mixed =
                    schedule[(step &+ 13) & 15] ^ schedule[(step &+ 8) & 15] ^ schedule[(step &+ 2) & 15]
                    ^ schedule[place]
                schedule[place] = mixed << 1 | mixed >> 31
            }
            let choice: UInt32
            let constant: UInt32
            switch step {
            case 0..<20: (choice, constant) = ((b & c) | (~b & d), 0x5A82_7999)
            case 20..<40: (choice, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
            case 40..<60: (choice, constant) = ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
            default: (choice, constant) = (b ^ c ^ d, 0xCA62_C1D6)
            }
            let next = (a << 5 | a >> 27) &+ choice &+ e &+ constant &+ schedule[place]
            (e, d, c, b, a) = (d, c, b << 30 | b >> 2, a, next)
        }
        words = [words[0] &+ a, words[1] &+ b, words[2] &+ c, words[3] &+ d, words[4] &+ e]
    }

    package var leading: UInt64 { UInt64(words[0]) << 32 | UInt64(words[1]) }
}
