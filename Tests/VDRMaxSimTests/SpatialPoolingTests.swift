// SPDX-License-Identifier: Apache-2.0
import Testing
import VDRMaxSim

struct SpatialPoolingTests {
    @Test("windows at the border are smaller, and rows outside the grid stay as they are and where they are")
    func borders() throws {
        // Two rows before a grid of 3 x 5, and one after it.
        let vectors = try MultiVector((0..<18).map { Float($0) }, dimension: 1)
        let grid = try PageGrid(rows: 3, columns: 5, firstRow: 2)
        let pooling = try SpatialPooling(grid: grid, windowRows: 2, windowColumns: 2, normalizesMeans: false)
        #expect(
            try pooling.partition(of: vectors).groups == [
                [0], [1], [2, 3, 7, 8], [4, 5, 9, 10], [6, 11], [12, 13], [14, 15], [16], [17],
            ])
        #expect(try vectors.pooled(by: pooling).values == [0, 1, 5, 7, 8.5, 12.5, 14.5, 16, 17])
        #expect(try pooling.pooledGrid == PageGrid(rows: 2, columns: 3, firstRow: 2))
    }

    @Test("a window larger than the page makes one row of it")
    func wholePage() throws {
        let vectors = try MultiVector(rows: [[3, 0], [0, 4], [9, 9]])
        let pooling = try SpatialPooling(grid: PageGrid(rows: 1, columns: 2), windowRows: .max, windowColumns: .max)
        #expect(try vectors.pooled(by: pooling).values == [0.6, 0.8, 9, 9])
        #expect(try pooling.pooledGrid == PageGrid(rows: 1, columns: 1))
    }

    @Test(
        "grids and windows without patches are refused, and pages too short for their grid",
        arguments: [
            (0, 1, 0, 1), (1, 0, 0, 1), (1, 1, -1, 1), (16_385, 1, 0, 1), (1, 1, 0, 0), (3, 2, 0, 1), (2, 2, 2, 1),
        ])
    func refusals(rows: Int, columns: Int, firstRow: Int, window: Int) throws {
        let vectors = try MultiVector([1, 2, 3, 4, 5], dimension: 1)
        #expect {
            let grid = try PageGrid(rows: rows, columns: columns, firstRow: firstRow)
            _ = try vectors.pooled(by: SpatialPooling(grid: grid, windowRows: window, windowColumns: 1))
        } throws: {
            ($0 as? MaxSimError)?.code == .invalidParameter
        }
    }
}
