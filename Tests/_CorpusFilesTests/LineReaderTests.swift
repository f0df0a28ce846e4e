// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import _CorpusFiles

struct LineReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "splits at LF and CRLF and keeps everything else",
        arguments: [
            ("", []),
            ("\n", [""]),
            ("a", ["a"]),
            ("a\n", ["a"]),
            ("a\nb", ["a", "b"]),
            ("a\r\nb\r\n", ["a", "b"]),
            ("a\n\nb", ["a", "", "b"]),
            ("a\rb\n", ["a\rb"]),
            ("a\r\r\n", ["a\r"]),
            ("\r\n", [""]),
            ("\u{0}\n\u{1}", ["\u{0}", "\u{1}"]),
        ]
    )
    func splitting(content: String, expected: [String]) throws {
        let plain = try folder.write("plain", content)
        let compressed = try folder.write("compressed", GzipWriter.member(Array(content.utf8)))
        #expect(try lines(.file(path: plain)) == expected)
        #expect(try lines(.file(path: compressed)) == expected)
    }

    @Test("lines across block borders arrive whole, plain and compressed", arguments: [UInt64](1...6))
    func blockBorders(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let expected = (0..<12).map { index in
            String(repeating: Character(Unicode.Scalar(UInt8(97 + index))), count: Int(generator.next() % 90_000))
        }
        let content = Array(expected.joined(separator: "\n").utf8)
        let plain = try folder.write("plain", content)
        let half = content.count / 2
        let members = GzipWriter.member(Array(content[..<half])) + GzipWriter.member(Array(content[half...]))
        let compressed = try folder.write("compressed", members)
        #expect(try lines(.file(path: plain)) == expected)
        #expect(try lines(.file(path: compressed)) == expected)
    }

    @Test("lines carry their number")
    func numbers() throws {
        var reader = try LineReader(.file(path: folder.write("a", "x\n\ny")))
        var numbers: [Int] = []
        while let line = try reader.next() { numbers.append(line.number) }
        #expect(numbers == [1, 2, 3])
    }

    @Test("reads a descriptor, plain and compressed, and leaves it open", arguments: [false, true])
    func descriptor(isCompressed: Bool) throws {
        let content = Array("one\ntwo".utf8)
        let file = try folder.write("file", isCompressed ? GzipWriter.member(content) : content)
        let handle = try #require(FileHandle(forReadingAtPath: file))
        #expect(try lines(.descriptor(handle.fileDescriptor, name: "input")) == ["one", "two"])
        try handle.seek(toOffset: 0)
        #expect(try handle.readToEnd()?.isEmpty == false)
    }

    @Test("a line above the limit is an error, and the next line is read", arguments: [9, 200_000, 400_000])
    func longLine(length: Int) throws {
        let long = String(repeating: "x", count: length)
        var reader = try LineReader(
            .file(path: folder.write("a", "12345678\n\(long)\nafter\n\(long)")),
            maximumLineLength: 8
        )
        #expect(try reader.next()?.bytes.count == 8)
        let first = thrownError { () throws(CorpusError) in _ = try reader.next() }
        #expect(first?.code == .lineTooLong)
        #expect(first?.line == 2)
        #expect(try reader.next() == LineReader.Line(number: 3, bytes: Array("after".utf8)))
        let second = thrownError { () throws(CorpusError) in _ = try reader.next() }
        #expect(second?.line == 4)
        #expect(try reader.next() == nil)
    }

    @Test("a gzip stream that is cut anywhere is an error that names the file")
    func truncatedGzip() throws {
        let whole = GzipWriter.member(Array("first line\nsecond line\n".utf8))
        for length in 2..<whole.count {
            let path = try folder.write("cut.gz", Array(whole[..<length]))
            let error = thrownError { () throws(CorpusError) in _ = try lines(.file(path: path)) }
            #expect(error?.code == .corruptGzip, "cut after \(length) bytes")
            #expect(error?.file == path)
        }
    }

    @Test(
        "a gzip stream with any wrong byte is an error, or gives exactly what was compressed",
        arguments: [1, 0x2A, 0xFF]
    )
    func damagedGzip(change: UInt8) throws {
        let whole = GzipWriter.member(Array("first line\nsecond line\n".utf8))
        let header = 10
        for index in 2..<whole.count {
            var damaged = whole
            damaged[index] ^= change
            let path = try folder.write("damaged.gz", damaged)
            var read: [String] = []
            let error = thrownError { () throws(CorpusError) in read = try lines(.file(path: path)) }
            // Only in the header are there bytes without meaning, such as the time.
            if index >= header || error != nil {
                #expect(error?.code == .corruptGzip, "byte \(index)")
            } else {
                #expect(read == ["first line", "second line"], "byte \(index)")
            }
        }
    }

    @Test("a missing file and a folder are errors that name the path")
    func unreadable() {
        let missing = thrownError { () throws(CorpusError) in _ = try lines(.file(path: folder.path(of: "none"))) }
        #expect(missing?.code == .notFound)
        #expect(missing?.file == folder.path(of: "none"))
        let directory = thrownError { () throws(CorpusError) in _ = try lines(.file(path: folder.path)) }
        #expect(directory?.code == .unreadable)
        #expect(directory?.file == folder.path)
    }

    private func lines(_ source: ByteSource) throws(CorpusError) -> [String] {
        var reader = try LineReader(source)
        var lines: [String] = []
        while let line = try reader.next() { lines.append(String(decoding: line.bytes, as: UTF8.self)) }
        return lines
    }
}

/// The error that a piece of work throws, or `nil`.
func thrownError(by work: () throws(CorpusError) -> Void) -> CorpusError? {
    do {
        try work()
        return nil
    } catch {
        return error
    }
}
