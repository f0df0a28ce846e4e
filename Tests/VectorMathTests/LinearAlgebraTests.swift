// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

struct LinearAlgebraTests {
    @Test(
        "products by BLAS equal sums in double precision",
        arguments: [(1, 1, 1), (3, 5, 7), (300, 32, 128), (64, 1, 384)])
    func products(leftRows: Int, rightRows: Int, depth: Int) {
        var noise = GaussianNoise(seed: UInt64(leftRows * depth))
        let left = (0..<leftRows * depth).map { _ in noise.next() }
        let right = (0..<rightRows * depth).map { _ in noise.next() }
        var product = [Float](repeating: .nan, count: leftRows * rightRows)
        var span = product.mutableSpan
        BLAS.multiply(left.span, rows: leftRows, byRowsOf: right.span, rows: rightRows, depth: depth, into: &span)
        for row in 0..<leftRows {
            for column in 0..<rightRows {
                let expected = (0..<depth).reduce(0.0) {
                    $0 + Double(left[row * depth + $1]) * Double(right[column * depth + $1])
                }
                #expect(abs(Double(product[row * rightRows + column]) - expected) < 1e-5 * Double(depth))
            }
        }
    }

    @Test("a matrix times a vector equals the product with a matrix of one row")
    func matrixTimesVector() {
        var noise = GaussianNoise(seed: 5)
        let matrix = (0..<50 * 96).map { _ in noise.next() }
        let vector = (0..<96).map { _ in noise.next() }
        var one = [Float](repeating: 0, count: 50)
        var other = one
        var span = one.mutableSpan
        BLAS.multiply(matrix.span, rows: 50, by: vector.span, into: &span)
        span = other.mutableSpan
        BLAS.multiply(matrix.span, rows: 50, byRowsOf: vector.span, rows: 1, depth: 96, into: &span)
        for row in 0..<50 { #expect(abs(one[row] - other[row]) < 1e-4) }
    }

    @Test("empty shapes give zeros and read nothing")
    func emptyShapes() {
        let nothing: [Float] = []
        var product: [Float] = [7, 7]
        var span = product.mutableSpan
        BLAS.multiply(nothing.span, rows: 2, byRowsOf: nothing.span, rows: 1, depth: 0, into: &span)
        #expect(product == [0, 0])
    }

    @Test("a random rotation keeps lengths and dot products, and its seed decides it", arguments: [1, 2, 33, 128])
    func rotation(dimension: Int) throws {
        let rotation = try RandomRotation(dimension: dimension, seed: 42)
        #expect(rotation.orthogonalityError < 1e-5)
        #expect(try RandomRotation(dimension: dimension, seed: 42).matrix == rotation.matrix)
        if dimension > 1 { #expect(try RandomRotation(dimension: dimension, seed: 43).matrix != rotation.matrix) }

        var noise = GaussianNoise(seed: 7)
        let vectors = (0..<2 * dimension).map { _ in noise.next() }
        var turned = [Float](repeating: 0, count: 2 * dimension)
        var span = turned.mutableSpan
        BLAS.multiply(
            vectors.span, rows: 2, byRowsOf: rotation.matrix.span, rows: dimension, depth: dimension, into: &span)
        func product(_ values: [Float]) -> Float {
            (0..<dimension).reduce(0) { $0 + values[$1] * values[dimension + $1] }
        }
        #expect(abs(product(vectors) - product(turned)) < 1e-3)
    }

    @Test("BLAS uses one thread a call")
    func oneThread() {
        #expect(BLASProvider.current.threads == 1)
        #expect(!BLASProvider.current.name.isEmpty)
    }

    @Test("half precision is exact for all 65,536 bit patterns")
    func halfPrecision() {
        for bits in UInt16.min...UInt16.max {
            let expected = Float(Float16(bitPattern: bits))
            let value = HalfPrecision.float(bits)
            #expect(value == expected || (value.isNaN && expected.isNaN))
        }
    }

    @Test("values that are not finite are found wherever they stand", arguments: [Float.nan, .infinity, -.infinity])
    func finiteCheck(value: Float) {
        for place in 0..<70 {
            var values = [Float](repeating: .greatestFiniteMagnitude, count: 70)
            let before = FiniteCheck.allFinite(values.span)
            values[place] = value
            let after = FiniteCheck.allFinite(values.span)
            #expect(before && !after)
        }
    }
}
