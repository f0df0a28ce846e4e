// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import TestSupport
import Testing
import VDRMaxSim

/// How fast rows in a file are scored beside rows in memory.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["RAG_LONG_TESTS"] == "1"))
struct MultiVectorStoreMeasurements {
    private static let pages = 128
    private static let rowsPerPage = 1_030
    private static let dimension = 128

    private func index(_ precision: Precision) throws -> MultiVectorIndex {
        var generator = SplitMix64(seed: 1)
        var index = try MultiVectorIndex(dimension: Self.dimension, precision: precision)
        for number in 1...Self.pages {
            // Values need not be good ones: the kernels take as long for any.
            var bits = generator.next()
            let values = (0..<Self.rowsPerPage * Self.dimension).map { _ in
                bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(Int32(truncatingIfNeeded: bits >> 32)) * 0x1p-31
            }
            let vectors = try MultiVector(values, dimension: Self.dimension)
            try index.append(PageID(document: "d", number: number), vectors)
        }
        return index
    }

    @Test("scoring from a mapped file, once cached, has 90 % of the speed of memory", arguments: Precision.allCases)
    func speed(precision: Precision) throws {
        let folder = try TemporaryFolder()
        let inMemory = try index(precision)
        do {
            let store = try MultiVectorStore(
                path: folder.path("pages"), dimension: Self.dimension, precision: precision)
            try store.commit(inMemory)
        }
        let clock = ContinuousClock()
        var opened: MultiVectorIndex?
        let opening = try clock.measure { opened = try MultiVectorIndex(openingAt: folder.path("pages")) }
        let mapped = try #require(opened)
        let query = try MultiVector(
            (0..<32 * Self.dimension).map { Float($0 % 17) - 8 }, dimension: Self.dimension)
        #expect(try inMemory.searchPages(query, limit: 10) == mapped.searchPages(query, limit: 10))
        var times: (memory: [Duration], mapped: [Duration]) = ([], [])
        for _ in 0..<15 {
            times.memory.append(try clock.measure { _ = try inMemory.searchPages(query, limit: 10) })
            times.mapped.append(try clock.measure { _ = try mapped.searchPages(query, limit: 10) })
        }
        let memory = times.memory.sorted()[7]
        let file = times.mapped.sorted()[7]
        let ratio = memory / file
        print(
            "measured: \(precision), \(Self.pages) pages of \(Self.rowsPerPage) rows: memory \(memory), mapped \(file), "
                + "speed \(ratio); opened in \(opening)")
        #expect(ratio >= 0.9)
    }
}
