// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _Compression

struct CRC32Tests {
    @Test(
        "equals the check values of the standard",
        arguments: [("", 0), ("123456789", 0xCBF4_3926), ("The quick brown fox jumps over the lazy dog", 0x414F_A339)]
            as [(String, UInt32)])
    func checkValues(text: String, expected: UInt32) {
        #expect(CRC32.checksum(of: Array(text.utf8)[...]) == expected)
    }

    @Test("covers the slice alone, not the array that it is of")
    func slices() {
        let padded = Array("__123456789__".utf8)
        #expect(CRC32.checksum(of: padded[2..<11]) == 0xCBF4_3926)
    }
}

struct DeflateTests {
    private func noise(_ count: Int) -> [UInt8] {
        var generator = SplitMix64(seed: UInt64(count))
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    @Test("gives back what it was given, at every level", arguments: [0, 1, 2, 255, 65_536, 100_003])
    func roundTrip(count: Int) {
        for bytes in [noise(count), [UInt8](repeating: 7, count: count)] {
            for level in Deflate.levels {
                #expect(Deflate.decompress(Deflate.compress(bytes, level: level), count: count) == bytes)
            }
        }
    }

    @Test("repetition becomes small, and noise hardly larger")
    func sizes() {
        #expect(Deflate.compress([UInt8](repeating: 7, count: 100_000)).count < 200)
        #expect(Deflate.compress(noise(100_000)).count < 100_100)
    }

    @Test("begins with the header of RFC 1950 and ends with its checksum")
    func zlibFormat() {
        // Adler-32 of "Wikipedia" is 11E60398.
        let compressed = Deflate.compress(Array("Wikipedia".utf8))
        #expect(compressed[0] == 0x78)
        #expect((Int(compressed[0]) << 8 + Int(compressed[1])) % 31 == 0)
        #expect(Array(compressed.suffix(4)) == [0x11, 0xE6, 0x03, 0x98])
    }

    @Test("damaged, shortened and wrongly counted bytes are refused")
    func refusals() {
        let bytes = noise(1_000)
        let compressed = Deflate.compress(bytes)
        #expect(Deflate.decompress(compressed, count: 999) == nil)
        #expect(Deflate.decompress(compressed, count: 1_001) == nil)
        #expect(Deflate.decompress(compressed.dropLast(), count: 1_000) == nil)
        #expect(Deflate.decompress([], count: 0) == nil)
        var damaged = compressed
        damaged[500] ^= 1
        #expect(Deflate.decompress(damaged, count: 1_000) == nil)
    }
}
