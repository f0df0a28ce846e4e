// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import VDRMaxSim

struct MultiVectorTests {
    private func code(_ body: () throws(MaxSimError) -> Void) -> MaxSimError.Code? {
        do throws(MaxSimError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("what cannot be scored is refused before any arithmetic")
    func refusals() throws {
        #expect(code { () throws(MaxSimError) in _ = try MultiVector([], dimension: 4) } == .noRows)
        #expect(code { () throws(MaxSimError) in _ = try MultiVector(rows: []) } == .noRows)
        #expect(code { () throws(MaxSimError) in _ = try MultiVector([1, 2, 3], dimension: 2) } == .dimensionMismatch)
        #expect(code { () throws(MaxSimError) in _ = try MultiVector([1], dimension: 0) } == .dimensionMismatch)
        #expect(code { () throws(MaxSimError) in _ = try MultiVector([1], dimension: 4097) } == .dimensionMismatch)
        #expect(code { () throws(MaxSimError) in _ = try MultiVector(rows: [[1, 2], [3]]) } == .dimensionMismatch)
        for value in [Float.nan, .infinity, -.infinity] {
            #expect(code { () throws(MaxSimError) in _ = try MultiVector([1, value], dimension: 2) } == .notFinite)
        }
        let two = try MultiVector(rows: [[1, 2]])
        let three = try MultiVector(rows: [[1, 2, 3]])
        #expect(code { () throws(MaxSimError) in _ = try MaxSim.score(two, three) } == .dimensionMismatch)
        #expect(code { () throws(MaxSimError) in _ = try MultiVectorBatch([two, three]) } == .dimensionMismatch)
        #expect(code { () throws(MaxSimError) in _ = try MultiVectorBatch([]) } == .noRows)
    }

    @Test(
        "offsets that do not divide the rows are refused",
        arguments: [
            ([], MaxSimError.Code.invalidOffsets), ([0], .invalidOffsets), ([0, 2], .invalidOffsets),
            ([0, 4], .invalidOffsets), ([1, 3], .invalidOffsets), ([0, 2, 1, 3], .invalidOffsets),
            ([0, 0, 3], .noRows),
            ([0, 5, 3], .invalidOffsets), ([0, -1, 3], .invalidOffsets),
        ])
    func offsets(offsets: [Int], expected: MaxSimError.Code) {
        let batch = [Float](repeating: 1, count: 6)
        #expect(
            code { () throws(MaxSimError) in _ = try MultiVectorBatch(batch, offsets: offsets, dimension: 2) }
                == expected)
    }
}
