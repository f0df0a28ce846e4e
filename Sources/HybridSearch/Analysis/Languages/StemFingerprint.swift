// SPDX-License-Identifier: Apache-2.0

/// A short name of what a stemmer makes of a language's probes, which differs where the stemmers differ.
enum StemFingerprint {
    /// The fingerprint of stems: 32 bits of FNV-1a in hexadecimal.
    ///
    /// - Parameter stems: The stems of the probes, in order.
    /// - Returns: Eight digits.
    static func fingerprint(of stems: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for stem in stems {
            for byte in stem.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
