// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import TestSupport
import Testing

struct MurmurHash3Tests {
    @Test("cutting the bytes into pieces changes nothing")
    func streaming() {
        var generator = SplitMix64(seed: 1)
        for length in 0..<40 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            var whole = MurmurHash3(seed: 7)
            whole.combine(bytes.span)
            for cut in 0...length {
                var pieces = MurmurHash3(seed: 7)
                let head = Array(bytes[..<cut])
                let tail = Array(bytes[cut...])
                pieces.combine(head.span)
                pieces.combine(tail.span)
                #expect(pieces.value == whole.value)
            }
        }
    }
}
