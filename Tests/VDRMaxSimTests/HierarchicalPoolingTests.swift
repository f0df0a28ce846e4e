// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import VDRMaxSim

struct HierarchicalPoolingTests {
    /// What SciPy made of some rows; see Fixtures/make_hierarchical_pooling.py.
    struct Golden: Decodable {
        struct Division: Decodable {
            let factor: Int
            let groups: [Int]
        }

        let dimension: Int
        let rows: [Float]
        let divisions: [Division]
        let meansOfFactor3: [Float]
    }

    private static func golden() throws -> [Golden] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/hierarchical-pooling.json")
        return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: file))
    }

    @Test("divides rows as SciPy's Ward linkage of the cosine distances does, with more rows than dimensions and fewer")
    func equalsSciPy() throws {
        let cases = try Self.golden()
        #expect(cases.count == 2)
        for golden in cases {
            let vectors = try MultiVector(golden.rows, dimension: golden.dimension)
            for division in golden.divisions {
                let pooling = try HierarchicalPooling(factor: division.factor)
                #expect(pooling.partition(of: vectors).groupOfRow == division.groups, "factor \(division.factor)")
            }
            let pooled = try vectors.pooled(by: HierarchicalPooling(factor: 3))
            #expect(pooled.values.count == golden.meansOfFactor3.count)
            #expect(zip(pooled.values, golden.meansOfFactor3).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test("clusters of a coarser cut are unions of those of a finer one")
    func nested() throws {
        var generator = SplitMix64(seed: 8)
        let vectors = try MultiVector(
            (0..<90 * 12).map { _ in Float.random(in: -1...1, using: &generator) }, dimension: 12)
        let cuts = try [2, 3, 5, 9, 30].map { try HierarchicalPooling(factor: $0).partition(of: vectors) }
        for (fine, coarse) in zip(cuts, cuts.dropFirst()) {
            #expect(fine.count > coarse.count)
            for group in fine.groups { #expect(Set(group.map { coarse.groupOfRow[$0] }).count == 1) }
        }
    }
}
