// SPDX-License-Identifier: Apache-2.0
import TestSupport
import _RAGKernels

/// What the values of a case are like.
enum Values: CaseIterable, Sendable {
    /// Both signs.
    case mixed
    /// Every similarity is negative.
    case opposed
    /// Each document row three times in a row.
    case repeated
    /// Zeros, and values so small that products are denormal.
    case tiny
}

/// One query and one block of documents as a precision stores them, with exact similarities and what may differ from them.
struct KernelCase {
    /// Documents of every length around one and two tiles of any kernel, with empty ones between.
    static let lengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 17, 23, 24, 25, 31]

    let precision: rag_precision
    let dimension: Int
    let queryRows: Int
    let offsets: [Int64]
    let weights: [Float]
    let mask: [UInt8]
    /// Per document row and per query row; 1 where the precision has no scales.
    let rowScales: [Float]
    let queryScales: [Float]
    let queryBytes: [UInt8]
    let documentBytes: [UInt8]
    /// Exact similarities before scales, and the error that each may have: rows x query rows.
    let similarities: [Double]
    let bounds: [Double]

    var rowCount: Int { Int(offsets.last ?? 0) }
    var hasScales: Bool { precision == RAG_PRECISION_I8 }

    init(_ precision: rag_precision, dimension: Int, queryRows: Int, values: Values, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let encoding = RowEncoding(precision: precision)
        var offsets: [Int64] = [0]
        for length in Self.lengths { offsets.append((offsets.last ?? 0) + Int64(length)) }
        let rowCount = Self.lengths.reduce(0, +)
        var query: [EncodedRow] = []
        for _ in 0..<queryRows {
            let row = (0..<dimension).map { _ in values.next(ofDocument: false, using: &generator) }
            query.append(encoding.query(row))
        }
        var documents: [EncodedRow] = []
        for index in 0..<rowCount {
            if values == .repeated, index % 3 != 0, let last = documents.last {
                documents.append(last)
                continue
            }
            let row = (0..<dimension).map { _ in values.next(ofDocument: true, using: &generator) }
            documents.append(encoding.document(row))
        }
        self.precision = precision
        self.dimension = dimension
        self.queryRows = queryRows
        self.offsets = offsets
        weights = (0..<queryRows).map { _ in Float.random(in: 0.5..<1.5, using: &generator) }
        mask = (0..<rowCount).map { _ in UInt8.random(in: 0...3, using: &generator) == 0 ? 0 : 1 }
        rowScales = documents.map(\.scale)
        queryScales = query.map(\.scale)
        queryBytes = query.flatMap(\.bytes)
        documentBytes = documents.flatMap(\.bytes)
        var similarities: [Double] = []
        var bounds: [Double] = []
        similarities.reserveCapacity(rowCount * queryRows)
        bounds.reserveCapacity(rowCount * queryRows)
        for document in documents {
            for row in query {
                var dot = 0.0
                var magnitude = 0.0
                for position in 0..<dimension {
                    let product = row.decoded[position] * document.decoded[position]
                    dot += product
                    magnitude += abs(product)
                }
                similarities.append(dot)
                bounds.append(encoding.errorBound(dot: dot, magnitude: magnitude, dimension: dimension))
            }
        }
        self.similarities = similarities
        self.bounds = bounds
    }

    /// The exact score of a document and the error that a computed one may have.
    func exactScore(of document: Int, scaled: Bool, weighted: Bool, masked: Bool) -> (score: Double, bound: Double) {
        var score = 0.0
        var bound = 0.0
        let rows = (Int(offsets[document])..<Int(offsets[document + 1])).filter { !masked || mask[$0] != 0 }
        guard !rows.isEmpty else { return (0, 0) }
        for index in 0..<queryRows {
            var best = -Double.infinity
            var error = 0.0
            for row in rows {
                let scale = scaled ? Double(rowScales[row]) : 1
                best = max(best, similarities[row * queryRows + index] * scale)
                error = max(error, bounds[row * queryRows + index] * scale)
            }
            let factor = (weighted ? Double(weights[index]) : 1) * Double(queryScales[index])
            score += best * factor
            // The product of weight and scale is rounded once.
            bound += (error + 0x1p-23 * abs(best)) * factor
        }
        return (score, bound + 0x1p-23 * abs(score) + 0x1p-149)
    }
}

extension Values {
    fileprivate func next(ofDocument: Bool, using generator: inout SplitMix64) -> Float {
        let unit = Float(generator.next() >> 40) * 0x1p-24
        switch self {
        case .mixed, .repeated: return 2 * unit - 1
        case .opposed: return ofDocument ? -unit - 0x1p-10 : unit + 0x1p-10
        case .tiny: return generator.next() % 4 == 0 ? 0 : (unit - 0.5) * (ofDocument ? 0x1p-130 : 1)
        }
    }
}
