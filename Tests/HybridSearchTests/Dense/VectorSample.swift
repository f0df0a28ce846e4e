// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport

@testable import HybridSearch
@testable import _SegmentStore

/// Vectors in clusters of unequal sizes, as embeddings of texts are, the same for a seed.
struct VectorSample {
    let dimension: Int
    private let centres: [[Float]]
    private var generator: SplitMix64

    init(dimension: Int, clusters: Int, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        self.dimension = dimension
        centres = (0..<clusters).map { _ in (0..<dimension).map { _ in Self.noise(&generator) } }
        self.generator = generator
    }

    /// The next vectors.
    mutating func next(_ count: Int) -> [[Float]] {
        (0..<count).map { _ in
            let cluster = min(
                Int.random(in: 0..<centres.count, using: &generator),
                Int.random(in: 0..<centres.count, using: &generator))
            return centres[cluster].map { $0 + 0.6 * Self.noise(&generator) }
        }
    }

    /// A value that is nearly normally distributed.
    private static func noise(_ generator: inout SplitMix64) -> Float {
        (0..<4).reduce(0) { sum, _ in sum + Float.random(in: -1...1, using: &generator) } * 0.87
    }
}

extension DenseSegment {
    /// A segment in memory.
    static func made(
        of vectors: [[Float]], _ field: VectorField, layout: DenseLayout = .standard
    ) throws -> DenseSegment {
        try DenseSegment(file(of: vectors, field, layout: layout), rowCount: vectors.count)
    }

    /// The file of a segment in memory.
    static func file(of vectors: [[Float]], _ field: VectorField, layout: DenseLayout) throws -> MappedFile {
        let rows = try vectors.flatMap { try field.prepared($0, of: "a row") }
        return try file(of: PendingRows(values: rows, dimension: field.dimension), field, layout: layout)
    }

    /// A segment in memory.
    static func made(
        of source: some RowSource, _ field: VectorField, layout: DenseLayout = .standard
    ) throws -> DenseSegment {
        try DenseSegment(file(of: source, field, layout: layout), rowCount: source.rowCount)
    }

    private static func file(
        of source: some RowSource, _ field: VectorField, layout: DenseLayout
    ) throws -> MappedFile {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("dense"), name: "dense", kind: DenseSegment.component)
        try DenseSegment.write(source, field: field, layout: layout, into: writer)
        _ = try writer.finish()
        let memory = folder.map("dense") ?? MappedMemory(copying: [])
        return try MappedFile(memory, name: "dense")
    }

    /// What the segment finds, best first, and what it did for it.
    func hits(
        _ vector: [Float], limit: Int, kept: RowSet? = nil, _ configure: (inout DenseQuery) -> Void = { _ in }
    ) throws -> (hits: [ScoredHit<Int>], report: DenseSegmentPlan) {
        var query = DenseQuery(try field.prepared(vector, of: "the query"), field: field, limit: limit)
        configure(&query)
        var codes: CodeQuery?
        var top = TopK(capacity: min(limit, rowCount))
        let report = try search(query, codes: &codes, kept: kept, firstRow: 0, into: &top)
        return (top.sorted(), report)
    }
}

extension VectorField.Metric {
    /// The score of two vectors, in double precision.
    func score(_ left: [Float], _ right: [Float]) -> Double {
        let product = zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        func length(_ vector: [Float]) -> Double { vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
        return switch self {
        case .cosine: product / (length(left) * length(right))
        case .dotProduct: product
        case .euclidean: 2 * product - length(left) * length(left) - length(right) * length(right)
        }
    }
}
