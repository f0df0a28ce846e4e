// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import VDRMaxSim

/// The laws that every pooling keeps, on rows of several kinds.
struct PoolingLawTests {
    private static func poolings(_ factor: Int, protectedRows: Int = 0) throws -> [any RowPooling] {
        [
            try HierarchicalPooling(factor: factor, protectedRows: protectedRows),
            try HierarchicalPooling(factor: factor, protectedRows: protectedRows, normalizesMeans: false),
            try SequentialPooling(factor: factor, protectedRows: protectedRows),
            try KMeansPooling(factor: factor, seed: 3, protectedRows: protectedRows),
            try KMeansPooling(factor: factor, seed: 4, iterations: 1, protectedRows: protectedRows),
        ]
    }

    private static func spatial(rowCount: Int, window: Int) throws -> SpatialPooling {
        let grid = try PageGrid(rows: max(1, rowCount / 7), columns: min(rowCount, 7))
        return try SpatialPooling(grid: grid, windowRows: window, windowColumns: window)
    }

    /// Rows without order, rows that repeat, rows of norm 0 between others, and rows that are all zero.
    private static func kinds(rowCount: Int, dimension: Int) throws -> [MultiVector] {
        var generator = SplitMix64(seed: UInt64(rowCount * 31 + dimension))
        let random = (0..<rowCount).map { _ in
            (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
        }
        let zero = [Float](repeating: 0, count: dimension)
        return try [
            MultiVector(rows: random),
            MultiVector(rows: random.indices.map { random[$0 % 3 % rowCount] }),
            MultiVector(rows: random.indices.map { $0 % 4 == 1 ? zero : random[$0] }),
            MultiVector(rows: random.indices.map { $0 % 2 == 0 ? random[0] : random[0].map { -$0 } }),
            MultiVector(rows: random.map { _ in zero }),
        ]
    }

    /// The mean by the definition, in double precision.
    private func mean(of group: [Int], in vectors: MultiVector, normalized: Bool) -> [Double] {
        let mean = (0..<vectors.dimension).map { place in
            group.reduce(0.0) { $0 + Double(vectors.values[$1 * vectors.dimension + place]) } / Double(group.count)
        }
        let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return normalized && group.count > 1 && length > 0 ? mean.map { $0 / length } : mean
    }

    @Test(
        "rows of the result are the means of groups that partition the rows, in the order of their first row",
        arguments: [1, 2, 3, 10, 61], [1, 2, 3, 7, 100])
    func law(rowCount: Int, factor: Int) throws {
        for vectors in try Self.kinds(rowCount: rowCount, dimension: 5) {
            for pooling in try Self.poolings(factor) + [Self.spatial(rowCount: rowCount, window: factor)] {
                let groups = try pooling.partition(of: vectors).groups
                #expect(groups.joined().sorted() == Array(0..<rowCount))
                #expect(groups.allSatisfy { !$0.isEmpty })
                #expect(groups.map { $0[0] } == groups.map { $0[0] }.sorted())
                let pooled = try vectors.pooled(by: pooling)
                let expected = groups.flatMap { mean(of: $0, in: vectors, normalized: pooling.normalizesMeans) }
                #expect(pooled.dimension == 5)
                #expect(pooled.values.count == expected.count)
                #expect(zip(pooled.values, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "\(pooling)")
                #expect(try pooling.partition(of: vectors).groups == groups)
            }
        }
    }

    @Test("a factor of 1 changes nothing, nor does a window of one patch")
    func identity() throws {
        for vectors in try Self.kinds(rowCount: 20, dimension: 3) {
            for pooling in try Self.poolings(1) + [Self.spatial(rowCount: 20, window: 1)] {
                #expect(try vectors.pooled(by: pooling) == vectors)
            }
        }
    }

    @Test("protected rows come first and unchanged, and change nothing about the others", arguments: [1, 2, 9, 30, 40])
    func protectedRows(count: Int) throws {
        let vectors = try Self.kinds(rowCount: 30, dimension: 4)[0]
        for (guarded, plain) in zip(try Self.poolings(3, protectedRows: count), try Self.poolings(3)) {
            let pooled = try vectors.pooled(by: guarded)
            let kept = min(count, 30) * 4
            #expect(pooled.values.prefix(kept) == vectors.values.prefix(kept))
            if count < 30 {
                let others = try MultiVector(Array(vectors.values.dropFirst(kept)), dimension: 4)
                #expect(Array(pooled.values.dropFirst(kept)) == (try others.pooled(by: plain)).values)
            }
        }
    }

    @Test("the factor decides on the number of rows", arguments: [(1, 2), (2, 2), (7, 2), (60, 3), (61, 3), (5, 9)])
    func groupCounts(rowCount: Int, factor: Int) throws {
        let clusters = max(1, rowCount / factor)
        for vectors in try Self.kinds(rowCount: rowCount, dimension: 6) {
            #expect(try vectors.pooled(by: HierarchicalPooling(factor: factor)).rowCount == clusters)
            #expect(try vectors.pooled(by: KMeansPooling(factor: factor)).rowCount <= clusters)
            let runs = (rowCount + factor - 1) / factor
            #expect(try vectors.pooled(by: SequentialPooling(factor: factor)).rowCount == runs)
        }
    }

    @Test("rows that repeat are joined before any others")
    func duplicates() throws {
        let rows: [[Float]] = [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]]
        let vectors = try MultiVector(rows: rows)
        for pooling in [try HierarchicalPooling(factor: 2), try KMeansPooling(factor: 2)] as [any RowPooling] {
            #expect(try pooling.partition(of: vectors).groups == [[0, 2], [1, 4], [3, 5]])
            #expect(try vectors.pooled(by: pooling).values == [1, 0, 0, 0, 1, 0, 0, 0, 1])
        }
    }

    @Test("the length of a row does not decide where it belongs")
    func lengths() throws {
        let vectors = try MultiVector(rows: [[1e-3, 0], [2e30, 2e28], [0, 5], [1e-4, 1e-2]])
        for pooling in [try HierarchicalPooling(factor: 2), try KMeansPooling(factor: 2)] as [any RowPooling] {
            #expect(try pooling.partition(of: vectors).groups == [[0, 1], [2, 3]])
        }
    }

    @Test("means of the greatest numbers are finite")
    func greatNumbers() throws {
        let vectors = try MultiVector(rows: [[3e38, 3e38], [3e38, 3e38], [3e38, 3e38], [3e38, -3e38]])
        for pooling in try Self.poolings(4) {
            #expect(try vectors.pooled(by: pooling).values.allSatisfy(\.isFinite))
        }
    }

    @Test("a batch is pooled document by document")
    func batches() throws {
        let documents = try [3, 1, 40].map { try Self.kinds(rowCount: $0, dimension: 4)[0] }
        for pooling in try Self.poolings(2) {
            let pooled = try MultiVectorBatch(documents).pooled(by: pooling)
            #expect(pooled.count == 3)
            for number in 0..<3 { #expect(pooled[number] == (try documents[number].pooled(by: pooling))) }
        }
    }

    @Test("parameters out of range are refused")
    func refusals() throws {
        func code(_ body: () throws -> Void) -> MaxSimError.Code? {
            do { try body() } catch { return (error as? MaxSimError)?.code }
            return nil
        }
        for factor in [0, -1] {
            #expect(code { _ = try HierarchicalPooling(factor: factor) } == .invalidParameter)
            #expect(code { _ = try SequentialPooling(factor: factor) } == .invalidParameter)
            #expect(code { _ = try KMeansPooling(factor: factor) } == .invalidParameter)
        }
        #expect(code { _ = try HierarchicalPooling(factor: 2, protectedRows: -1) } == .invalidParameter)
        #expect(code { _ = try KMeansPooling(factor: 2, iterations: 0) } == .invalidParameter)
    }
}
