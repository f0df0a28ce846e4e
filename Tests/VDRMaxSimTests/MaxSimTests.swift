// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import VDRMaxSim

struct MaxSimTests {
    private func random(rows: Int, dimension: Int, seed: UInt64) throws -> MultiVector {
        var generator = SplitMix64(seed: seed)
        return try MultiVector(
            (0..<rows * dimension).map { _ in Float.random(in: -1...1, using: &generator) }, dimension: dimension)
    }

    /// The definition, in double precision.
    private func reference(_ query: MultiVector, _ document: MultiVector) -> Double {
        (0..<query.rowCount).reduce(0.0) { sum, queryRow in
            sum
                + (0..<document.rowCount).reduce(-Double.infinity) { best, row in
                    max(
                        best,
                        (0..<query.dimension).reduce(0.0) { product, place in
                            product + Double(query.values[queryRow * query.dimension + place])
                                * Double(document.values[row * query.dimension + place])
                        })
                }
        }
    }

    @Test(
        "scores equal the definition in double precision",
        arguments: [(1, 1, 1), (2, 3, 5), (32, 300, 128), (7, 1030, 96), (256, 20, 3)])
    func definition(queryRows: Int, documentRows: Int, dimension: Int) throws {
        let query = try random(rows: queryRows, dimension: dimension, seed: 1)
        let document = try random(rows: documentRows, dimension: dimension, seed: 2)
        let expected = reference(query, document)
        let tolerance = 1e-6 * Double(queryRows * dimension)
        #expect(abs(Double(try MaxSim.score(query, document)) - expected) < tolerance)
        let scores = try MaxSim.scores(query, MultiVectorBatch([document, document]))
        #expect(scores.count == 2)
        #expect(scores.allSatisfy { abs(Double($0) - expected) < tolerance })
    }

    @Test("products that are all negative are not cut off at zero")
    func negativeScores() throws {
        let query = try MultiVector(rows: [[1, 0], [0, 1]])
        let document = try MultiVector(rows: [[-3, -5], [-4, -2]])
        #expect(try MaxSim.score(query, document) == -5)
        #expect(try MaxSim.scores(query, MultiVectorBatch([document])) == [-5])
    }

    @Test("names the row that answers each row of the query, the first of equals")
    func bestRows() throws {
        let query = try MultiVector(rows: [[1, 0], [0, 1]])
        let document = try MultiVector(rows: [[0.5, 0], [0, 2], [0.5, 1], [0.4, 2]])
        #expect(
            try MaxSim.bestRows(query, document) == [
                RowMatch(queryRow: 0, documentRow: 0, score: 0.5), RowMatch(queryRow: 1, documentRow: 1, score: 2),
            ])
    }

    @Test("the sum over the best rows is the score")
    func explanationAddsUp() throws {
        let query = try random(rows: 9, dimension: 64, seed: 3)
        let document = try random(rows: 700, dimension: 64, seed: 4)
        let sum = try MaxSim.bestRows(query, document).reduce(0) { $0 + $1.score }
        #expect(abs(sum - (try MaxSim.scores(query, MultiVectorBatch([document]))[0])) < 1e-4)
    }
}
