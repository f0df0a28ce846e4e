// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import _SegmentStore

struct SegmentFileTests {
    /// A file with sections of several lengths, one of them empty and one longer than the writer's buffer.
    private func sample(pieces: Int = 1_000) throws -> MappedMemory {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: "sample")
        try writer.begin(section: "first")
        try writer.append(Array("hello".utf8))
        try writer.begin(section: "empty")
        try writer.begin(section: "long")
        var rest = Self.numbers[...]
        while !rest.isEmpty {
            try writer.append(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        _ = try writer.finish()
        return try #require(folder.map("file"))
    }

    private static let numbers = (0..<50_000).map { UInt32($0) &* 2_654_435_761 }

    private func bytes(_ memory: MappedMemory) -> [UInt8] {
        unsafe memory.bytes.withUnsafeBytes { unsafe Array($0) }
    }

    /// Opens a file and checks all of it.
    @discardableResult
    private func open(_ bytes: [UInt8]) throws -> MappedFile {
        let file = try MappedFile(MappedMemory(copying: bytes), name: "file")
        try file.verify()
        return file
    }

    @Test(
        "sections come back as they were written, however they were cut into pieces", arguments: [1, 7, 1_000, 50_000])
    func roundTrip(pieces: Int) throws {
        let memory = try sample(pieces: pieces)
        let file = try open(bytes(memory))
        #expect(file.kind == "sample")
        #expect(file.sectionNames == ["first", "empty", "long"])
        #expect(try file.section("first").copy() == Array("hello".utf8))
        #expect(try file.section("empty").isEmpty)
        #expect(Array(try file.section("long").array(of: UInt32.self)) == Self.numbers)
        #expect(bytes(memory) == bytes(try sample()))
        let error = #expect(throws: SegmentStoreError.self) { try file.section("fourth") }
        #expect(error?.code == .corrupted)
    }

    @Test("every section begins at a multiple of 64 bytes of memory")
    func alignment() throws {
        let file = try MappedFile(try sample(), name: "file")
        for name in file.sectionNames {
            let section = try file.section(name)
            let address = unsafe section.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
            #expect(address % 64 == 0)
        }
    }

    @Test("every shortened or lengthened file is an error at opening")
    func truncated() throws {
        var whole = bytes(try small())
        for length in 0..<whole.count {
            #expect(throws: SegmentStoreError.self) {
                try MappedFile(MappedMemory(copying: Array(whole[..<length])), name: "file")
            }
        }
        whole.append(0)
        #expect(throws: SegmentStoreError.self) { try MappedFile(MappedMemory(copying: whole), name: "file") }
    }

    private func small() throws -> MappedMemory {
        let folder = MemoryFolder()
        let writer = try SegmentFileWriter(folder.create("file"), name: "file", kind: "small")
        try writer.begin(section: "one")
        try writer.append([UInt8](1...100))
        try writer.begin(section: "two")
        try writer.append([3.5 as Float])
        _ = try writer.finish()
        return try #require(folder.map("file"))
    }

    @Test("every changed byte is noticed, those between the sections too")
    func bitRot() throws {
        let whole = bytes(try small())
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 0x10
            #expect(throws: SegmentStoreError.self, "byte \(place)") { try open(damaged) }
        }
    }

    @Test("another version is named with the one that is read")
    func version() throws {
        var future = bytes(try small())
        future[8] = 9
        let error = #expect(throws: SegmentStoreError.self) { try open(future) }
        #expect(error?.code == .unsupportedVersion)
        #expect(error?.message.contains("version 9") == true)
        #expect(error?.message.contains("version \(SegmentFileFormat.version)") == true)
    }

    @Test("a file of something else is foreign, not damaged")
    func foreign() {
        let error = #expect(throws: SegmentStoreError.self) { try open(Array("PK\u{3}\u{4} a zip file".utf8)) }
        #expect(error?.code == .foreign)
    }

    @Test("files of the same contents have the same identity, and no others")
    func identity() throws {
        let one = try MappedFile(try small(), name: "one")
        let same = try MappedFile(try small(), name: "same")
        let other = try MappedFile(try sample(), name: "other")
        #expect(one.identity == same.identity)
        #expect(one.identity != other.identity)
    }
}
