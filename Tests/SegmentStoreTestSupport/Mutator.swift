// SPDX-License-Identifier: Apache-2.0
internal import TestSupport

/// Damages the bytes of a file as bit rot, interrupted copies and attackers do.
package struct Mutator {
    private var generator: SplitMix64

    /// Begins anew.
    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// A random number below a limit, or 0 where there is none.
    package mutating func number(below limit: Int) -> Int {
        limit > 0 ? Int.random(in: 0..<limit, using: &generator) : 0
    }

    /// Some bytes changed: bits flipped, numbers made extreme, pieces cut out, repeated, or taken from elsewhere.
    package mutating func mutated(_ original: [UInt8]) -> [UInt8] {
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

    /// One number of 4 or 8 bytes at a multiple of its size made another one: small, great, or its neighbour.
    package mutating func withNumberChanged(_ original: [UInt8]) -> [UInt8] {
        let size = number(below: 2) == 0 ? 4 : 8
        guard original.count >= 2 * size else { return mutated(original) }
        var bytes = original
        let place = size * number(below: original.count / size)
        let other = size * number(below: original.count / size)
        switch number(below: 4) {
        case 0: bytes.replaceSubrange(place..<place + size, with: original[other..<other + size])
        case 1: for index in place..<place + size { bytes[index] = index == place ? UInt8(number(below: 256)) : 0 }
        case 2: for index in place..<place + size { bytes[index] = index == place + size - 1 ? 0x7F : 0xFF }
        default: for index in place..<place + size { bytes[index] = UInt8(number(below: 256)) }
        }
        return bytes
    }
}
