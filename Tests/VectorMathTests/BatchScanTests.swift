// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

struct BatchScanTests {
    /// Small whole numbers, whose products and sums are exact and often equal.
    private static func rows(_ count: Int, dimension: Int, _ generator: inout SplitMix64) -> [Float] {
        (0..<count * dimension).map { _ in Float(Int.random(in: -3...3, using: &generator)) }
    }

    private static func best(_ wanted: Int, _ keys: [(row: UInt32, key: Float)]) -> [(row: UInt32, key: Float)] {
        Array(keys.sorted { (-$0.key, $0.row) < (-$1.key, $1.row) }.prefix(wanted))
    }

    @Test(
        "the best rows of every query are those of a full sort, in pieces of any size",
        arguments: [(1, 1), (3, 7), (16, 100), (17, 191), (32, 192), (33, 193), (70, 384), (256, 20)])
    func pieces(count: Int, dimension: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        let queries = Self.rows(count, dimension: dimension, &generator)
        let rows = Self.rows(700, dimension: dimension, &generator)
        let subtracted = (0..<700).map { _ in Float(Int.random(in: 0...9, using: &generator)) }
        let kept = (0..<11).map { _ in generator.next() | generator.next() }
        for wanted in [1, 10, 400] {
            atEveryKernelLevel { level in
                guard BatchScan.isServed else { return }
                var scan = BatchScan(queries.span, dimension: dimension, wanted: wanted)
                var first = 0
                while first < 700 {
                    let end = min(first + Int.random(in: 0..<500, using: &generator), 700)
                    scan.offer(
                        rows[first * dimension..<end * dimension].span, from: UInt32(first),
                        subtracting: subtracted[first..<end].span, kept: kept.span)
                    first = end
                }
                for (query, found) in scan.finish().enumerated() {
                    let values = queries.row(query, dimension: dimension)
                    let keys = (0..<700).filter { kept[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }.map { row in
                        (UInt32(row), Float(dot(values, rows.row(row, dimension: dimension))) - subtracted[row])
                    }
                    let expected = Self.best(wanted, keys)
                    #expect(found.rows == expected.map(\.row), "query \(query), \(wanted) wanted, at \(level)")
                    #expect(found.values == expected.map(\.key))
                }
            }
        }
    }

    @Test("rows may have any numbers, and what is not a number is never taken")
    func numbers() {
        let queries: [Float] = [1, 0, 0, 1]
        let rows: [Float] = [1, 5, .nan, 1, 3, 2]
        let numbers: [UInt32] = [40, 7, 9]
        atEveryKernelLevel { _ in
            guard BatchScan.isServed else { return }
            var scan = BatchScan(queries.span, dimension: 2, wanted: 3)
            scan.offer(rows.span, numbers: numbers.span)
            #expect(scan.finish().map(\.rows) == [[9, 40], [40, 9]])
        }
    }

    @Test("without rows nothing is found")
    func nothing() {
        guard BatchScan.isServed else { return }
        let queries: [Float] = [1, 2]
        var scan = BatchScan(queries.span, dimension: 1, wanted: 2)
        scan.offer([Float]().span)
        #expect(scan.finish().map(\.rows) == [[], []])
    }
}
