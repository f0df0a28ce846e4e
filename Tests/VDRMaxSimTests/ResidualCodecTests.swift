// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _VectorMath

@testable import VDRMaxSim

struct ResidualCodecTests {
    /// Documents whose rows gather around a few directions, with lengths from 1 to 29 rows.
    static func documents(_ count: Int, dimension: Int, seed: UInt64, skewed: Bool = false) throws -> MultiVectorBatch {
        var noise = GaussianNoise(seed: 99)
        let directions = (0..<8 * dimension).map { _ in noise.next() }
        noise = GaussianNoise(seed: seed)
        var values: [Float] = []
        var offsets = [0]
        for document in 0..<count {
            for _ in 0..<1 + (document * 7) % 29 {
                let direction = Int(noise.uniform() * 8)
                for place in 0..<dimension {
                    let spread: Float = skewed ? 4 / Float(1 + place) : 0.6
                    values.append(directions[direction * dimension + place] + spread * noise.next())
                }
            }
            offsets.append(values.count / dimension)
        }
        return try MultiVectorBatch(values, offsets: offsets, dimension: dimension)
    }

    private func query(rows: Int, dimension: Int) throws -> MultiVector {
        var noise = GaussianNoise(seed: 3)
        return try MultiVector((0..<rows * dimension).map { _ in noise.next() }, dimension: dimension)
    }

    /// What the documentation promises for each document: half a step, times the magnitudes of the weights of a row.
    private func bounds(_ codec: ResidualCodec, _ codes: ResidualCodes, _ query: MultiVector) throws -> [Float] {
        let turned = codec.quantizer.decode(codes.rows)
        let steps = try codec.prepare(query).parts.flatMap(\.steps).reduce(0, +)
        let dimension = codec.dimension
        let magnitudes = (0..<codes.rowCount).map { row -> Float in
            let scale = Float(Float16(bitPattern: codes.rows.scales[row]))
            let centroid = Int(codes.rows.centroids[row]) * dimension
            return (0..<dimension).reduce(0) { sum, place in
                sum + (turned[row * dimension + place] - scale * codec.quantizer.centroids[centroid + place]).magnitude
            }
        }
        return (0..<codes.count).map { document in
            let rows = codes.offsets[document]..<codes.offsets[document + 1]
            return steps / 2 * (magnitudes[rows].max() ?? 0) + 2e-6 * Float(query.values.count)
        }
    }

    @Test(
        "scores on codes are those of decoding and MaxSim within the stated bound",
        arguments: [(1, 1), (3, 17), (64, 32), (100, 5), (128, 40), (320, 300)], ResidualCodec.Bits.allCases)
    func directScores(shape: (dimension: Int, queryRows: Int), bits: ResidualCodec.Bits) throws {
        for rotates in [false, true] {
            let documents = try Self.documents(40, dimension: shape.dimension, seed: 1)
            let codec = try ResidualCodec(
                training: documents, .init(bits: bits, centroidCount: 16, rotates: rotates))
            let codes = try codec.encode(documents)
            let query = try query(rows: shape.queryRows, dimension: shape.dimension)
            let direct = try codec.scores(query, codes)
            let decoded = try MaxSim.scores(query, codec.decode(codes))
            let bounds = try bounds(codec, codes, query)
            #expect(direct.count == documents.count)
            for document in direct.indices {
                #expect(abs(direct[document] - decoded[document]) <= bounds[document])
            }
        }
    }

    @Test("rows are decoded at their own length, rows of zeros as zeros")
    func lengths() throws {
        let documents = try MultiVectorBatch(
            Self.documents(30, dimension: 24, seed: 5).values + [Float](repeating: 0, count: 24),
            offsets: [0, Self.documents(30, dimension: 24, seed: 5).rowCount + 1], dimension: 24)
        let codec = try ResidualCodec(training: documents, .init(centroidCount: 8))
        let decoded = try codec.decode(codec.encode(documents))
        func length(_ batch: MultiVectorBatch, _ row: Int) -> Float {
            batch.values[row * 24..<row * 24 + 24].reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        for row in 0..<documents.rowCount {
            #expect(abs(length(decoded, row) - length(documents, row)) <= 1e-3 * length(documents, row))
        }
        #expect(decoded.values.suffix(24).allSatisfy { $0 == 0 })
    }

    @Test("more bits cost more bytes and less accuracy is lost; both are as documented")
    func distortion() throws {
        let documents = try Self.documents(100, dimension: 128, seed: 7)
        let two = try ResidualCodec(training: documents, .init(bits: .two, centroidCount: 8))
        let four = try ResidualCodec(training: documents, .init(bits: .four, centroidCount: 8))
        let twoCodes = try two.encode(documents)
        let fourCodes = try four.encode(documents)
        #expect(twoCodes.rowBytes == 36 * documents.rowCount && two.bytesPerRow == 36)
        #expect(fourCodes.rowBytes == 68 * documents.rowCount && four.bytesPerRow == 68)
        let coarse = try two.distortion(of: twoCodes, from: documents)
        let fine = try four.distortion(of: fourCodes, from: documents)
        // A third of the energy is residual; two bits leave 0.1175 of it, four bits 0.0095.
        #expect(coarse.meanCosine > 0.97 && fine.meanCosine > 0.997)
        #expect(fine.meanSquaredError < coarse.meanSquaredError / 8)
        #expect(fine.maximumError < coarse.maximumError && fine.minimumCosine > coarse.minimumCosine)
    }

    @Test("a rotation helps where some coordinates carry more than others")
    func rotation() throws {
        let documents = try Self.documents(100, dimension: 64, seed: 8, skewed: true)
        let errors = try [false, true].map { rotates in
            let codec = try ResidualCodec(training: documents, .init(centroidCount: 8, rotates: rotates))
            return try codec.distortion(of: codec.encode(documents), from: documents).meanSquaredError
        }
        #expect(errors[1] < 0.8 * errors[0])
    }

    @Test("the seed decides the codec, and one document is encoded as it is in a batch")
    func determinism() throws {
        let documents = try Self.documents(20, dimension: 16, seed: 9)
        let codec = try ResidualCodec(training: documents, .init(centroidCount: 8, seed: 5))
        #expect(try ResidualCodec(training: documents, .init(centroidCount: 8, seed: 5)) == codec)
        #expect(
            try ResidualCodec(training: documents, .init(centroidCount: 8, seed: 6)).fingerprint != codec.fingerprint)
        let query = try query(rows: 4, dimension: 16)
        let whole = try codec.scores(query, codec.encode(documents))
        let single = try codec.scores(query, codec.encode(documents[7]))
        #expect(single == [whole[7]])
    }

    @Test(
        "the number of centroids is the power of two nearest to 16 times the root of the rows",
        arguments: [(0, 1), (1, 1), (100, 16), (10_000, 2048), (223_600, 8192), (1_000_000, 16_384), (1 << 40, 65_536)])
    func centroidCount(rows: Int, expected: Int) {
        #expect(ResidualCodec.recommendedCentroidCount(rowCount: rows) == expected)
    }

    private func code(_ body: () throws -> Void) -> MaxSimError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? MaxSimError)?.code
        }
    }

    @Test("what does not fit is refused")
    func refusals() throws {
        let documents = try Self.documents(20, dimension: 16, seed: 9)
        let codec = try ResidualCodec(training: documents, .init(centroidCount: 8))
        let other = try ResidualCodec(training: documents, .init(centroidCount: 8, seed: 2))
        let codes = try codec.encode(documents)
        let wide = try query(rows: 2, dimension: 17)
        let fitting = try query(rows: 2, dimension: 16)
        #expect(code { _ = try codec.scores(wide, codes) } == .dimensionMismatch)
        #expect(code { _ = try codec.encode(wide) } == .dimensionMismatch)
        #expect(code { _ = try other.scores(fitting, codes) } == .codecMismatch)
        #expect(code { _ = try other.decode(codes) } == .codecMismatch)
        #expect(code { _ = try codec.scores(other.prepare(fitting), codes) } == .codecMismatch)
        #expect(code { _ = try codec.distortion(of: codes, from: MultiVectorBatch([fitting])) } == .invalidParameter)
        for count in [0, -1, 65_537, documents.rowCount + 1] {
            #expect(
                code { _ = try ResidualCodec(training: documents, .init(centroidCount: count)) } == .invalidParameter)
        }
        #expect(code { _ = try ResidualCodec(training: documents, .init(iterations: 0)) } == .invalidParameter)
        #expect(code { _ = try ResidualCodec(training: documents, .init(rowsPerCentroid: 0)) } == .invalidParameter)
        #expect(code { _ = try ResidualCodec(training: documents, .init(rowsPerCentroid: .max)) } == .invalidParameter)
    }

    @Test("training and encoding stop when their task is cancelled")
    func cancellation() async throws {
        let documents = try Self.documents(20, dimension: 16, seed: 9)
        let codec = try ResidualCodec(training: documents, .init(centroidCount: 8))
        let codes = await Task { () -> [MaxSimError.Code?] in
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return [
                code { _ = try ResidualCodec(training: documents, .init(centroidCount: 8)) },
                code { _ = try codec.encode(documents) },
            ]
        }.value
        #expect(codes == [.cancelled, .cancelled])
    }
}
