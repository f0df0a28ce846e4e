// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import TextEmbeddings

struct TokenProjectionTests {
    /// Rows that vary by 3 along one direction, by 2 along another and by little along a third, around a mean.
    private static func rows(_ count: Int) -> TokenVectors {
        var numbers = SplitMix64(seed: 4)
        func spread() -> Float { Float(numbers.next() >> 40) / Float(1 << 23) - 1 }
        var vectors = TokenVectors(dimension: 3)
        for _ in 0..<count {
            let (a, b, c) = (3 * spread(), 2 * spread(), 0.01 * spread())
            vectors.append(
                [10 + 0.6 * a - 0.8 * b, -5 + 0.8 * a + 0.6 * b, 1 + c], tokens: [0], offsets: [0..<0])
        }
        return vectors
    }

    @Test("the components are the directions of most variance, in order")
    func components() throws {
        let projection = try TokenProjection(fitting: [Self.rows(500), Self.rows(1_500)], dimension: 2)
        #expect(projection.inputDimension == 3 && projection.dimension == 2)
        #expect(zip(projection.mean, [10, -5, 1]).allSatisfy { abs($0 - $1) < 0.2 })
        #expect(abs(cosine(projection.basis[..<3], [0.6, 0.8, 0])) > 0.999)
        #expect(abs(cosine(projection.basis[3...], [-0.8, 0.6, 0])) > 0.999)
        for component in [projection.basis[..<3], projection.basis[3...]] {
            #expect(component.max { $0.magnitude < $1.magnitude }.map { $0 > 0 } == true)
        }
    }

    @Test("projected vectors have length 1 and keep tokens and offsets")
    func projecting() throws {
        let rows = Self.rows(20)
        let projected = try TokenProjection(fitting: [rows], dimension: 2).project(rows)
        #expect(projected.dimension == 2 && projected.tokens == rows.tokens && projected.offsets == rows.offsets)
        for row in stride(from: 0, to: projected.values.count, by: 2) {
            let length = projected.values[row..<row + 2].reduce(0) { $0 + $1 * $1 }
            #expect(abs(length - 1) < 1e-5)
        }
    }

    @Test("nothing to fit on, and numbers that fit nothing, are refused", arguments: [0, 4, -1])
    func faults(dimension: Int) {
        #expect(throws: TextEmbeddingsError.self) { try TokenProjection(fitting: [Self.rows(5)], dimension: dimension) }
        #expect(throws: TextEmbeddingsError.self) { try TokenProjection(fitting: [], dimension: 1) }
        #expect(throws: TextEmbeddingsError.self) { try TokenProjection(mean: [1, 2], basis: [1, 2, 3]) }
        #expect(throws: TextEmbeddingsError.self) { try TokenProjection(mean: [1, .nan], basis: [1, 2]) }
    }
}
