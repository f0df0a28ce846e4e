// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

struct BestRowsTests {
    /// Values of which many are equal, and some are not numbers.
    private static func values(_ count: Int, _ generator: inout SplitMix64) -> [Float] {
        let kinds = 1 << Int.random(in: 0..<20, using: &generator)
        return (0..<count).map { _ in
            Int.random(in: 0..<50, using: &generator) == 0
                ? .nan : Float(Int.random(in: -kinds...kinds, using: &generator))
        }
    }

    private static func best(_ wanted: Int, of values: [Float], _ counts: (Int) -> Bool = { _ in true }) -> [UInt32] {
        let rows = values.indices.filter { !values[$0].isNaN && counts($0) }
        return rows.sorted { (-values[$0], $0) < (-values[$1], $1) }.prefix(wanted).map { UInt32($0) }
    }

    @Test("the best of values in pieces are those of a full sort", arguments: [1, 2, 10, 100, 1000])
    func pieces(wanted: Int) {
        for seed in 0..<40 as Range<UInt64> {
            var generator = SplitMix64(seed: seed)
            let values = Self.values(Int.random(in: 0..<5000, using: &generator), &generator)
            atEveryKernelLevel { level in
                var best = BestRows(wanted)
                var place = 0
                while place < values.count {
                    let end = min(place + Int.random(in: 0..<700, using: &generator), values.count)
                    best.offer(values[place..<end].span, from: UInt32(place))
                    place = end
                }
                let expected = Self.best(wanted, of: values)
                let found = best.finish()
                #expect(found.rows == expected, "seed \(seed) at \(level)")
                #expect(found.values == expected.map { values[Int($0)] })
            }
        }
    }

    @Test("rows whose bit is clear are passed over, and rows may come in any order")
    func filters() {
        for seed in 0..<40 as Range<UInt64> {
            var generator = SplitMix64(seed: seed)
            let values = Self.values(1000, &generator)
            let kept = (0..<16).map { _ in generator.next() & generator.next() }
            let order = (0..<1000 as Range<UInt32>).shuffled(using: &generator)
            let shuffled = order.map { values[Int($0)] }
            atEveryKernelLevel { level in
                var best = BestRows(7)
                best.offer(values.span, kept: kept.span)
                #expect(best.finish().rows == Self.best(7, of: values) { kept[$0 / 64] >> UInt64($0 % 64) & 1 == 1 })
                best = BestRows(7)
                best.offer(shuffled.span, rows: order.span)
                #expect(best.finish().rows == Self.best(7, of: values), "seed \(seed) at \(level)")
            }
        }
    }

    @Test("values below the least that counts are never taken")
    func least() {
        let values: [Float] = [1, 5, -.infinity, 3, 2, .infinity]
        var best = BestRows(10, atLeast: 2)
        best.offer(values.span)
        #expect(best.finish().rows == [5, 1, 3, 4])
    }
}
