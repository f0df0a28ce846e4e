// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import VDRMaxSim

struct ResidualBytesTests {
    private func trained(rotates: Bool = true, bits: ResidualCodec.Bits = .two) throws -> (ResidualCodec, ResidualCodes)
    {
        let documents = try ResidualCodecTests.documents(12, dimension: 11, seed: 1)
        let codec = try ResidualCodec(training: documents, .init(bits: bits, centroidCount: 5, rotates: rotates))
        return (codec, try codec.encode(documents))
    }

    @Test("codecs and codes survive the way to bytes and back", arguments: ResidualCodec.Bits.allCases, [false, true])
    func roundTrip(bits: ResidualCodec.Bits, rotates: Bool) throws {
        let (codec, codes) = try trained(rotates: rotates, bits: bits)
        #expect(try ResidualCodec(parsing: codec.bytes) == codec)
        #expect(try ResidualCodes(parsing: codes.bytes) == codes)
    }

    @Test("the layout of a small codec is fixed")
    func layout() throws {
        let (codec, codes) = try trained(rotates: false)
        #expect(Array(codec.bytes.prefix(12)) == Array("RAGRESCB".utf8) + [1, 0, 0, 0])
        #expect(codec.bytes.count == 12 + 4 * 8 + 4 + 4 + 3 * 4 + 5 * 11 * 4)
        #expect(Array(codes.bytes.prefix(12)) == Array("RAGRESCO".utf8) + [1, 0, 0, 0])
        #expect(codes.bytes.count == 12 + 6 * 8 + 13 * 8 + codes.rowCount * (2 + 2 + 3))
    }

    @Test("bytes that end early, go on or begin otherwise are refused")
    func truncation() throws {
        let (codec, codes) = try trained()
        for length in 0..<codec.bytes.count {
            #expect(throws: MaxSimError.self) { try ResidualCodec(parsing: Array(codec.bytes.prefix(length))) }
        }
        for length in 0..<codes.bytes.count {
            #expect(throws: MaxSimError.self) { try ResidualCodes(parsing: Array(codes.bytes.prefix(length))) }
        }
        #expect(throws: MaxSimError.self) { try ResidualCodec(parsing: codec.bytes + [0]) }
        #expect(throws: MaxSimError.self) { try ResidualCodes(parsing: codes.bytes + [0]) }
        #expect(throws: MaxSimError.self) { try ResidualCodec(parsing: codes.bytes) }
        #expect(throws: MaxSimError.self) { try ResidualCodes(parsing: codec.bytes) }
    }

    @Test("damaged codes are refused or harmless", arguments: 0..<8)
    func damagedCodes(seed: Int) throws {
        let (codec, codes) = try trained(rotates: seed % 2 == 0, bits: seed % 4 < 2 ? .two : .four)
        let query = try MultiVector([Float](repeating: 0.5, count: 22), dimension: 11)
        var generator = SplitMix64(seed: UInt64(seed))
        var refused = 0
        for _ in 0..<300 {
            var bytes = codes.bytes
            damage(&bytes, with: &generator)
            do throws(MaxSimError) {
                let parsed = try ResidualCodes(parsing: bytes)
                #expect(try codec.scores(query, parsed).count == parsed.count)
            } catch {
                #expect([.malformedBytes, .codecMismatch].contains(error.code))
                refused += 1
            }
        }
        #expect((20..<300).contains(refused))
    }

    @Test("a damaged codec is refused, or refuses the codes of the sound one", arguments: 0..<8)
    func damagedCodec(seed: Int) throws {
        let (codec, codes) = try trained(rotates: seed % 2 == 0, bits: seed % 4 < 2 ? .two : .four)
        let original = codec.bytes
        let query = try MultiVector([Float](repeating: 0.5, count: 22), dimension: 11)
        var generator = SplitMix64(seed: UInt64(seed))
        for _ in 0..<300 {
            var bytes = original
            damage(&bytes, with: &generator)
            guard bytes != original else { continue }
            do throws(MaxSimError) {
                _ = try ResidualCodec(parsing: bytes).scores(query, codes)
                Issue.record("a damaged codec scored codes that it did not make")
            } catch {
                #expect([.malformedBytes, .codecMismatch, .dimensionMismatch].contains(error.code))
            }
        }
    }

    @Test("numbers of centroids that do not exist and scales that are no lengths are refused")
    func rowValues() throws {
        let (_, codes) = try trained()
        let firstRow = 12 + 6 * 8 + 13 * 8
        var bytes = codes.bytes
        bytes[firstRow] = 5
        #expect(throws: MaxSimError.self) { try ResidualCodes(parsing: bytes) }
        for scale: UInt16 in [0x7C00, 0x7E00, 0x8001] {
            bytes = codes.bytes
            let place = firstRow + 2 * codes.rowCount
            bytes[place] = UInt8(truncatingIfNeeded: scale)
            bytes[place + 1] = UInt8(scale >> 8)
            #expect(throws: MaxSimError.self) { try ResidualCodes(parsing: bytes) }
        }
    }

    private func damage(_ bytes: inout [UInt8], with generator: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            // Every second time in the header and the offsets, where damage does most.
            let reach = Bool.random(using: &generator) ? bytes.count : min(bytes.count, 160)
            bytes[Int.random(in: 0..<reach, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
    }
}
