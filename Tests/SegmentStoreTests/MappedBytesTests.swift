// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import _SegmentStore

struct MappedBytesTests {
    private func section(_ bytes: [UInt8]) throws -> MappedBytes {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: "sample")
        try writer.begin(section: "bytes")
        try writer.append(bytes)
        _ = try writer.finish()
        return try MappedFile(try #require(folder.map("file")), name: "file").section("bytes")
    }

    private func isRefused(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch {
            return (error as? SegmentStoreError)?.code == .corrupted
        }
    }

    @Test("numbers are little-endian and need not be aligned")
    func loading() throws {
        let bytes = try section([UInt8](0..<16))
        #expect(try bytes.load(at: 0, as: UInt8.self) == 0)
        #expect(try bytes.load(at: 1, as: UInt16.self) == 0x0201)
        #expect(try bytes.load(at: 3, as: UInt32.self) == 0x0605_0403)
        #expect(try bytes.load(at: 8, as: UInt64.self) == 0x0F0E_0D0C_0B0A_0908)
    }

    @Test("a number that does not lie within the bytes is refused", arguments: [-1, Int.min, 13, 16, Int.max])
    func loadingOutside(offset: Int) throws {
        let bytes = try section([UInt8](0..<16))
        #expect(isRefused { _ = try bytes.load(at: offset, as: UInt32.self) })
        #expect(isRefused { _ = try section([]).load(at: offset, as: UInt32.self) })
    }

    @Test("slices are counted from the first byte, and stay inside")
    func slices() throws {
        let bytes = try section([UInt8](0..<16))
        let slice = try bytes.slice(4..<12)
        #expect(slice.copy() == [UInt8](4..<12))
        #expect(try slice.slice(2..<2).isEmpty)
        #expect(try slice.slice(7..<8).load(at: 0, as: UInt8.self) == 11)
        #expect(isRefused { _ = try slice.slice(0..<9) })
        #expect(isRefused { _ = try slice.slice(-1..<2) })
        #expect(isRefused { _ = try slice.load(at: 7, as: UInt16.self) })
    }

    @Test("an array needs whole values at their alignment")
    func arrays() throws {
        let bytes = try section([UInt8](0..<16))
        let array = try bytes.array(of: UInt32.self)
        #expect(Array(array) == [0x0302_0100, 0x0706_0504, 0x0B0A_0908, 0x0F0E_0D0C])
        let span = array.span
        #expect(span.count == 4 && span[3] == 0x0F0E_0D0C)
        #expect(isRefused { _ = try bytes.slice(0..<6).array(of: UInt32.self) })
        #expect(isRefused { _ = try bytes.slice(2..<6).array(of: UInt32.self) })
        #expect(try bytes.slice(2..<6).array(of: UInt16.self).count == 2)
    }

    @Test("a text has to be UTF-8")
    func texts() throws {
        let bytes = try section(Array("größe".utf8))
        #expect(try bytes.string(0..<7) == "größe")
        #expect(isRefused { _ = try bytes.string(0..<3) })
        #expect(isRefused { _ = try bytes.string(0..<8) })
    }

    @Test("bytes stay readable when all that they came from is gone")
    func lifetime() throws {
        let folder = try TemporaryFolder()
        var bytes: MappedBytes?
        do {
            let writer = try StoreWriter(path: folder.path("store"))
            var change = StoreChange()
            change.append(
                NewSegment(rowCount: 1).adding("only") { writer throws(SegmentStoreError) in
                    try writer.begin(section: "numbers")
                    try writer.append([UInt64](0..<10_000))
                })
            bytes = try writer.commit(change).segments[0].component("only").section("numbers")
        }
        try FileManager.default.removeItem(atPath: folder.path("store"))
        #expect(try #require(bytes).array(of: UInt64.self).elementsEqual(0..<10_000))
    }
}
