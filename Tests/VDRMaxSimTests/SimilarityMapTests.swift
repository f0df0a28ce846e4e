// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import VDRMaxSim

struct SimilarityMapTests {
    /// A special row, a grid of 2 x 3 patches, and another special row.
    private let page: MultiVector
    private let query: MultiVector
    private let grid: PageGrid

    init() throws {
        page = try MultiVector(rows: [[9, 9], [1, 0], [2, 0], [3, 0], [0, 1], [0, 2], [-1, -1], [9, 9]])
        query = try MultiVector(rows: [[1, 0], [0, 2]])
        grid = try PageGrid(rows: 2, columns: 3, firstRow: 1)
    }

    @Test("holds the dot products of the patches alone, row by row")
    func oneQueryRow() throws {
        let map = try SimilarityMap(of: query, on: page, grid: grid, queryRows: [0])
        #expect((map.rows, map.columns) == (2, 3))
        #expect(map.values == [1, 2, 3, 0, 0, -1])
        #expect(map[0, 2] == 3)
        #expect(map[1, 2] == -1)
    }

    @Test("combines the rows of a query by their maximum, or by their mean")
    func wholeQuery() throws {
        #expect(try SimilarityMap(of: query, on: page, grid: grid).values == [1, 2, 3, 2, 4, -1])
        #expect(
            try SimilarityMap(of: query, on: page, grid: grid, combining: .mean).values == [0.5, 1, 1.5, 1, 2, -1.5])
        #expect(try SimilarityMap(of: query, on: page, grid: grid, queryRows: [1]).values == [0, 0, 0, 2, 4, -2])
    }

    @Test("the maps of all rows are those of each")
    func perQueryRow() throws {
        let maps = try SimilarityMap.perQueryRow(of: query, on: page, grid: grid)
        #expect(maps.count == 2)
        for row in 0..<2 {
            #expect(maps[row] == (try SimilarityMap(of: query, on: page, grid: grid, queryRows: [row])))
        }
    }

    @Test("the greatest value over a page without special rows is the best match of a row of the query")
    func agreesWithBestRows() throws {
        var generator = SplitMix64(seed: 12)
        let page = try MultiVector(
            (0..<32 * 20 * 16).map { _ in Float.random(in: -1...1, using: &generator) }, dimension: 16)
        let query = try MultiVector(
            (0..<5 * 16).map { _ in Float.random(in: -1...1, using: &generator) }, dimension: 16)
        let maps = try SimilarityMap.perQueryRow(of: query, on: page, grid: PageGrid(rows: 20, columns: 32))
        for match in try MaxSim.bestRows(query, page) {
            let map = maps[match.queryRow]
            #expect(abs(map.range.upperBound - match.score) < 1e-5)
            #expect(abs(map[match.documentRow / 32, match.documentRow % 32] - match.score) < 1e-5)
        }
    }

    @Test("a spatially pooled page is mapped on its coarser grid")
    func pooledPages() throws {
        let pooling = try SpatialPooling(grid: grid, windowRows: 2, windowColumns: 2, normalizesMeans: false)
        let pooled = try page.pooled(by: pooling)
        let map = try SimilarityMap(of: query, on: pooled, grid: pooling.pooledGrid, queryRows: [0])
        #expect((map.rows, map.columns) == (1, 2))
        #expect(map.values == [0.75, 1])
    }

    @Test("normalisation brings the least value to 0 and the greatest to 1")
    func normalization() throws {
        let map = try SimilarityMap([-2, 0, 2, 6], rows: 2, columns: 2)
        #expect(map.range == -2...6)
        #expect(map.normalized().values == [0, 0.25, 0.5, 1])
        #expect(map.normalized(from: 0...4).values == [0, 0, 0.5, 1])
        #expect(try SimilarityMap([3, 3], rows: 1, columns: 2).normalized().values == [0, 0])
        #expect(try SimilarityMap([-3e38, 3e38], rows: 1, columns: 2).normalized().values == [0, 1])
    }

    @Test("what makes no map is refused")
    func refusals() throws {
        func code(_ body: () throws -> Void) -> MaxSimError.Code? {
            do { try body() } catch { return (error as? MaxSimError)?.code }
            return nil
        }
        let wide = try MultiVector(rows: [[1, 2, 3]])
        let tall = try PageGrid(rows: 8, columns: 1, firstRow: 1)
        let great = try MultiVector(rows: [[3e38, 3e38]])
        #expect(code { _ = try SimilarityMap(of: wide, on: page, grid: grid) } == .dimensionMismatch)
        #expect(code { _ = try SimilarityMap(of: query, on: page, grid: tall) } == .invalidParameter)
        #expect(code { _ = try SimilarityMap(of: query, on: page, grid: grid, queryRows: []) } == .invalidParameter)
        #expect(code { _ = try SimilarityMap(of: query, on: page, grid: grid, queryRows: [2]) } == .invalidParameter)
        #expect(code { _ = try SimilarityMap(of: great, on: page, grid: grid) } == .notFinite)
        #expect(code { _ = try SimilarityMap([1, 2, 3], rows: 2, columns: 2) } == .invalidParameter)
        #expect(code { _ = try SimilarityMap([], rows: 0, columns: 2) } == .invalidParameter)
        #expect(code { _ = try SimilarityMap([.nan], rows: 1, columns: 1) } == .notFinite)
    }
}
