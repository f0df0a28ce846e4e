// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import VDRMaxSim

struct ResidualQualityTests {
    @Test(
        "on real token vectors residual codes rank nearly as exact scoring does",
        .needsSharedData("cranfield/multi.documents.i8.npy"))
    func ranking() throws {
        let cranfield = try CranfieldVectors()
        let exact = try cranfield.nDCG(of: cranfield.exactTopTen)
        for (bits, leastOverlap, greatestLoss) in [(ResidualCodec.Bits.two, 0.92, 0.005), (.four, 0.97, 0.003)] {
            let codec = try ResidualCodec(
                training: cranfield.documents, .init(bits: bits, centroidCount: 1024, iterations: 4))
            let codes = try codec.encode(cranfield.documents)
            let topTen = try cranfield.topTen { try codec.scores($0, codes) }
            #expect(cranfield.overlap(of: topTen) >= leastOverlap)
            #expect(try cranfield.nDCG(of: topTen) >= exact - greatestLoss)
        }
    }
}
