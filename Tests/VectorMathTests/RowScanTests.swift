// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

struct RowScanTests {
    static let dimensions = [1, 2, 15, 16, 17, 63, 64, 65, 100, 384, 1000, 4096]
    static let counts = [0, 1, 3, 8, 19, 70]

    /// Row numbers in no order, some of them twice.
    private static func numbers(_ rows: Int, _ generator: inout SplitMix64) -> [UInt32] {
        rows == 0 ? [] : (0..<rows + 5).map { _ in UInt32.random(in: 0..<UInt32(rows), using: &generator) }
    }

    /// Expects the products of every kernel level, of all rows and of some by their numbers, within a bound of those in double
    /// precision with the values that the stored rows stand for, and returns those of all rows at each level.
    @discardableResult
    private func expectProducts(
        of query: [Float], with exact: [Float], error: ([Float]) -> Double, _ generator: inout SplitMix64,
        _ scan: (_ numbers: [UInt32]?, _ products: inout MutableSpan<Float>) -> Void
    ) -> [[Float]] {
        let rows = exact.count / query.count
        let numbers = Self.numbers(rows, &generator)
        var levels: [[Float]] = []
        atEveryKernelLevel { level in
            var products = [Float](repeating: .nan, count: rows)
            var span = products.mutableSpan
            scan(nil, &span)
            var chosen = [Float](repeating: .nan, count: numbers.count)
            span = chosen.mutableSpan
            scan(numbers, &span)
            for row in 0..<rows {
                let values = exact.row(row, dimension: query.count)
                let difference = abs(Double(products[row]) - dot(query, values))
                #expect(difference <= error(Array(values)), "row \(row) at \(level)")
            }
            #expect(chosen == numbers.map { products[Int($0)] }, "chosen rows at \(level)")
            levels.append(products)
        }
        return levels
    }

    /// The bound of sums in single precision.
    private func roundingOfSums(_ query: [Float]) -> ([Float]) -> Double {
        { values in 0x1p-23 * Double(query.count) * dot(query.map(abs), values.map(abs)) }
    }

    @Test("products of fp32 rows are those of double precision within the bound of fp32", arguments: dimensions)
    func floats(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        for count in Self.counts {
            let query = generator.rows(1, dimension: dimension)
            let rows = generator.rows(count, dimension: dimension)
            let scan = RowScan(query.span, format: .float32)
            expectProducts(of: query, with: rows, error: roundingOfSums(query), &generator) { numbers, products in
                if let numbers {
                    scan.products(floats: rows.span, rows: numbers.span, into: &products)
                } else {
                    scan.products(floats: rows.span, into: &products)
                }
            }
        }
    }

    @Test("products of fp16 rows are those of the halves' exact values", arguments: dimensions)
    func halves(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        for count in Self.counts {
            let query = generator.rows(1, dimension: dimension)
            let values = generator.rows(count, dimension: dimension)
            var rows = [UInt16](repeating: 0, count: values.count)
            var halves = rows.mutableSpan
            RowCoding.encode(values.span, into: &halves)
            let exact = rows.map(HalfPrecision.float)
            let scan = RowScan(query.span, format: .float16)
            expectProducts(of: query, with: exact, error: roundingOfSums(query), &generator) { numbers, products in
                if let numbers {
                    scan.products(halves: rows.span, rows: numbers.span, into: &products)
                } else {
                    scan.products(halves: rows.span, into: &products)
                }
            }
        }
    }

    @Test("products of int8 rows are equal at every level and off by the query's rounding", arguments: dimensions)
    func codes(dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        for count in Self.counts {
            let query = generator.rows(1, dimension: dimension)
            let values = generator.rows(count, dimension: dimension)
            var rows = [Int8](repeating: 0, count: values.count)
            var scales = [Float](repeating: 0, count: count)
            var codeSpan = rows.mutableSpan
            var scaleSpan = scales.mutableSpan
            RowCoding.encode(values.span, dimension: dimension, into: &codeSpan, scales: &scaleSpan)
            let exact = rows.indices.map { Float(rows[$0]) * scales[$0 / dimension] }
            let scan = RowScan(query.span, format: .int8)
            let greatest = Double(query.map(abs).max() ?? 0)
            let roundingOfQuery = { (values: [Float]) in
                values.reduce(0) { $0 + Double(abs($1)) } * greatest * (1 / 65_278 + 1e-6)
            }
            let levels = expectProducts(of: query, with: exact, error: roundingOfQuery, &generator) {
                numbers, products in
                if let numbers {
                    scan.products(codes: rows.span, scales: scales.span, rows: numbers.span, into: &products)
                } else {
                    scan.products(codes: rows.span, scales: scales.span, into: &products)
                }
            }
            #expect(levels.allSatisfy { $0 == levels[0] }, "levels differ over \(count) rows")
        }
    }

    @Test("a query and rows of zeros have products of zero in every format")
    func zeros() {
        let zeros = [Float](repeating: 0, count: 40)
        let query = [Float](repeating: 0, count: 20)
        atEveryKernelLevel { level in
            var products: [Float] = [.nan, .nan]
            var span = products.mutableSpan
            RowScan(query.span, format: .float32).products(floats: zeros.span, into: &span)
            #expect(products == [0, 0], "fp32 at \(level)")
            let codes = [Int8](repeating: 7, count: 40)
            let scales: [Float] = [1, 0]
            span = products.mutableSpan
            RowScan(query.span, format: .int8).products(codes: codes.span, scales: scales.span, into: &span)
            #expect(products == [0, 0], "int8 at \(level)")
        }
    }
}
