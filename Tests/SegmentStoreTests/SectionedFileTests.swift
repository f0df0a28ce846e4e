// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _SegmentStore

struct SectionedFileTests {
    private var sample: SectionedFile {
        var file = SectionedFile(kind: "sample")
        file.append("first", Array("hello".utf8))
        file.append("empty", [])
        file.append("second", (0..<200).map { UInt8($0) })
        return file
    }

    private func bytes(_ file: SectionedFile) -> [UInt8] { file.header() + file.sections.flatMap { $0 } }

    @Test("sections come back as they were written")
    func roundTrip() throws {
        let file = try SectionedFile(parsing: bytes(sample), name: "file")
        #expect(file.kind == "sample")
        #expect(Array(try file.section("first")) == Array("hello".utf8))
        #expect(try file.section("empty").isEmpty)
        #expect(try file.section("second").count == 200)
        let error = #expect(throws: SegmentStoreError.self) { try file.section("third") }
        #expect(error?.code == .corrupted)
    }

    @Test("every shortened or lengthened file is an error")
    func truncated() {
        let whole = bytes(sample)
        for length in 0..<whole.count {
            #expect(throws: SegmentStoreError.self) {
                try SectionedFile(parsing: Array(whole[..<length]), name: "file")
            }
        }
        #expect(throws: SegmentStoreError.self) { try SectionedFile(parsing: whole + [0], name: "file") }
    }

    @Test("every changed byte is noticed")
    func bitRot() {
        let whole = bytes(sample)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 0x10
            #expect(throws: SegmentStoreError.self) { try SectionedFile(parsing: damaged, name: "file") }
        }
    }

    @Test("another version is named with the one that is read")
    func version() {
        var future = bytes(sample)
        future[8] = 9
        let error = #expect(throws: SegmentStoreError.self) { try SectionedFile(parsing: future, name: "file") }
        #expect(error?.code == .unsupportedVersion)
        #expect(error?.message.contains("version 9") == true)
        #expect(error?.message.contains("version \(SectionedFile.formatVersion)") == true)
    }

    @Test("a file of something else is foreign, not damaged")
    func foreign() {
        let error = #expect(throws: SegmentStoreError.self) {
            try SectionedFile(parsing: Array("PK\u{3}\u{4} a zip file".utf8), name: "file")
        }
        #expect(error?.code == .foreign)
    }

    @Test("numbers and texts come back as they were written, in order")
    func byteCoding() throws {
        var writer = ByteWriter()
        let numbers = [0, 1, 127, 128, 300, 1 << 40, Int.max]
        for number in numbers { writer.append(number) }
        writer.append("größe 🎈")
        writer.append(fixed: UInt64.max - 1)
        var reader = ByteReader(writer.bytes[...], name: "bytes")
        for number in numbers { #expect(try reader.integer() == number) }
        #expect(try reader.string() == "größe 🎈")
        #expect(try reader.fixed64() == UInt64.max - 1)
        #expect(reader.isAtEnd)
        #expect(throws: SegmentStoreError.self) { try reader.integer() }
    }

    @Test(
        "a length beyond the end, endless numbers and broken UTF-8 are errors",
        arguments: [
            [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x41], [UInt8](repeating: 0xFF, count: 12), [0x02, 0xC3, 0x28], [],
        ])
    func hostileBytes(bytes: [UInt8]) {
        var reader = ByteReader(bytes[...], name: "bytes")
        #expect(throws: SegmentStoreError.self) { try reader.string() }
    }
}
