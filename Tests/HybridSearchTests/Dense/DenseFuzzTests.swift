// SPDX-License-Identifier: Apache-2.0
import RAGCore
import SegmentStoreTestSupport
import TestSupport
import Testing

@testable import HybridSearch
@testable import _SegmentStore

struct DenseFuzzTests {
    private static let layout = DenseLayout(rowsForCodes: 64, rowsForLists: 128, rowsPerList: 20)

    /// Opens a segment with one section changed, behind right checksums.
    private static func opened(
        _ file: MappedFile, rowCount: Int, changing section: String, _ change: ([UInt8]) -> [UInt8]
    ) throws(SegmentStoreError) -> DenseSegment {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: file.kind)
        for name in file.sectionNames {
            let bytes = try file.section(name).copy()
            try writer.begin(section: name)
            try writer.append(name == section ? change(bytes) : bytes)
        }
        _ = try writer.finish()
        guard let memory = folder.map("file") else { throw SegmentStoreError(.inputOutput, "no file") }
        return try DenseSegment(MappedFile(memory, name: "file"), rowCount: rowCount)
    }

    /// Opens a segment with one section damaged.
    private static func damaged(
        _ file: MappedFile, _ mutator: inout Mutator, rowCount: Int
    ) throws(SegmentStoreError) -> DenseSegment {
        let section = file.sectionNames[mutator.number(below: file.sectionNames.count)]
        return try opened(file, rowCount: rowCount, changing: section) { bytes in
            mutator.number(below: 2) == 0 ? mutator.mutated(bytes) : mutator.withNumberChanged(bytes)
        }
    }

    @Test("embeddings of an earlier format are refused by their version")
    func version() throws {
        var sample = VectorSample(dimension: 16, clusters: 5, seed: 1)
        let whole = try DenseSegment.file(of: sample.next(40), VectorField(dimension: 16), layout: Self.layout)
        let error = #expect(throws: SegmentStoreError.self) {
            _ = try Self.opened(whole, rowCount: 40, changing: DenseHeader.section) { [1] + $0.dropFirst() }
        }
        #expect(error?.code == .unsupportedVersion)
        #expect(error?.message.contains("index again") == true)
    }

    @Test(
        "embeddings whose contents are damaged are refused, or searched and merged without a stop",
        arguments: [
            (rows: 40, metric: VectorField.Metric.euclidean, precision: VectorField.Precision.int8),
            (rows: 100, metric: .cosine, precision: .float16), (rows: 200, metric: .euclidean, precision: .float32),
        ])
    func damage(rows: Int, metric: VectorField.Metric, precision: VectorField.Precision) throws {
        var sample = VectorSample(dimension: 16, clusters: 5, seed: UInt64(rows))
        let field = try VectorField(dimension: 16, metric: metric, precision: precision)
        let whole = try DenseSegment.file(of: sample.next(rows), field, layout: Self.layout)
        let query = sample.next(1)[0]
        var kept = RowSet(rowCount: rows)
        for row in stride(from: 0, to: rows, by: 3) { kept.insert(row) }
        var mutator = Mutator(seed: UInt64(rows))
        var refused = 0
        let inputs = 600
        for _ in 0..<inputs {
            do {
                let segment = try Self.damaged(whole, &mutator, rowCount: rows)
                // What it says of itself may be another kind of embedding.
                let vector = [Float](repeating: query[0], count: segment.field.dimension)
                for plan in DensePlan.allCases {
                    let hits = try segment.hits(vector, limit: 5, kept: mutator.number(below: 2) == 0 ? kept : nil) {
                        $0.plan = plan
                    }.hits
                    try #require(hits.allSatisfy { (0..<rows).contains($0.id) })
                }
                if mutator.number(below: 8) == 0 {
                    let merged = MergedRows([(rows: segment.rows, kept: Array(0..<rows))])
                    _ = try? DenseSegment.made(of: merged, segment.field, layout: Self.layout)
                }
            } catch let error as SegmentStoreError {
                try #require([.corrupted, .unsupportedVersion].contains(error.code), "\(error)")
                refused += 1
            }
        }
        #expect(refused > inputs / 20 && refused < inputs)
    }

    @Test("rows that are all the same fill as many hits as are asked for", arguments: DensePlan.allCases)
    func sameness(plan: DensePlan) throws {
        let vectors = [[Float]](repeating: [Float](repeating: 1, count: 16), count: 300)
        let segment = try DenseSegment.made(of: vectors, VectorField(dimension: 16), layout: Self.layout)
        let hits = try segment.hits(vectors[0], limit: 25) { $0.plan = plan }.hits
        #expect(hits.count == 25)
        #expect(hits.allSatisfy { abs($0.score - 1) < 1e-5 })
    }
}
