// SPDX-License-Identifier: Apache-2.0
import TestSupport

@testable import _Compression
@testable import _SegmentStore

/// Damages the bytes of a file as bit rot, interrupted copies and attackers do.
struct Mutator {
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    mutating func number(below limit: Int) -> Int { limit > 0 ? Int.random(in: 0..<limit, using: &generator) : 0 }

    /// Some bytes changed: bits flipped, numbers made extreme, pieces cut out, repeated, or taken from elsewhere.
    mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...number(below: 3) {
            let place = number(below: bytes.count)
            let length = min(number(below: 24), bytes.count - place)
            switch number(below: 7) {
            case _ where bytes.isEmpty: bytes = [UInt8(number(below: 256))]
            case 0, 1: bytes[place] ^= 1 << UInt8(number(below: 8))
            case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][number(below: 5)]
            case 3: for index in place..<place + length { bytes[index] = 0xFF }
            case 4: bytes.removeSubrange(place..<place + length)
            case 5: bytes.insert(contentsOf: bytes[place..<place + length], at: number(below: bytes.count))
            default:
                let source = number(below: bytes.count - length)
                bytes.replaceSubrange(place..<place + length, with: Array(bytes[source..<source + length]))
            }
        }
        return number(below: 8) == 0 ? Array(bytes.prefix(number(below: bytes.count))) : bytes
    }

    /// The checksums of a file's frame made right, as an attacker would; those of the sections stay.
    static func withChecksums(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        let footer = bytes.count - SegmentFileFormat.footerLength
        guard footer >= SegmentFileFormat.headerLength else { return bytes }
        func put(_ number: UInt32, at place: Int) {
            for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index)) }
        }
        put(CRC32.checksum(of: bytes[..<60]), at: 60)
        let start = bytes[footer..<footer + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let length = bytes[footer + 8..<footer + 16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if start <= UInt64(footer), length <= UInt64(footer) - start {
            put(CRC32.checksum(of: bytes[Int(start)..<Int(start + length)]), at: footer + 16)
        }
        put(CRC32.checksum(of: bytes[footer..<footer + 20]), at: footer + 20)
        return bytes
    }
}
