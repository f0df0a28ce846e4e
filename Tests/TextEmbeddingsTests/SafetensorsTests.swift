// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import TextEmbeddings

struct SafetensorsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file with a header and so many bytes of elements.
    private func file(_ header: String, elements: [UInt8] = [], length: UInt64? = nil) throws -> String {
        let count = length ?? UInt64(header.utf8.count)
        let prefix = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) }
        try Data(prefix + header.utf8 + elements).write(to: folder.url.appending(path: "w.safetensors"))
        return folder.path("w.safetensors")
    }

    @Test("elements of every precision become the values that they stand for")
    func precisions() throws {
        let header = #"""
            {"__metadata__": {"format": "pt"}, "b": {"dtype": "F16", "shape": [2], "data_offsets": [8, 12]},
             "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
             "c": {"dtype": "BF16", "shape": [1], "data_offsets": [12, 14]}, "e": {"dtype": "F32", "shape": [0], "data_offsets": [14, 14]}}
            """#
        let elements: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0x00, 0x3C, 0x01, 0x00, 0x40, 0x40]
        let weights = try SafetensorsFile(path: file(header, elements: elements))
        #expect(try weights.floats("a", shape: [1, 2]) == [1, -2])
        #expect(try weights.floats("b", shape: [2]) == [1, 0x1p-24])
        #expect(try weights.floats("c", shape: [1]) == [3])
        #expect(try weights.floats("e", shape: [0]).isEmpty)
        #expect(weights.shape(of: "d") == nil)
    }

    /// The entry of a tensor of single precision.
    private static func floats(_ start: Int, _ end: Int) -> String {
        #"{"dtype": "F32", "shape": [\#((end - start) / 4)], "data_offsets": [\#(start), \#(end)]}"#
    }

    @Test(
        "headers that contradict themselves or the file are refused",
        arguments: [
            ("", 0), ("{", 0), ("[]", 0), ("{}", 1), ("{} x", 0), ("{\"a\": 1}", 0),
            (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}"#, 7),
            (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}"#, 9),
            (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}"#, 8),
            (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}"#, 8),
            (#"{"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}"#, 8),
            (#"{"a": {"dtype": "F32", "shape": [9223372036854775807, 9], "data_offsets": [0, 8]}}"#, 8),
            (#"{"a": {"dtype": "F32", "shape": [2.5], "data_offsets": [0, 8]}}"#, 8),
            (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [1, 9]}}"#, 9),
            (#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8, 8]}}"#, 8),
            (#"{"a": {"dtype": "F9", "shape": [2], "data_offsets": [0, 8]}}"#, 8),
            (#"{"a": \#(floats(0, 4)), "b": \#(floats(0, 4))}"#, 4),
            (#"{"a": \#(floats(0, 8)), "b": \#(floats(4, 8))}"#, 8),
            (#"{"a": \#(floats(0, 4)), "b": \#(floats(8, 12))}"#, 12),
            (#"{"a": \#(floats(0, 4)), "a": \#(floats(4, 8))}"#, 8),
            (String(repeating: "[", count: 100_000), 0),
        ])
    func hostileHeaders(header: String, elements: Int) throws {
        let path = try file(header, elements: [UInt8](repeating: 0, count: elements))
        let error = #expect(throws: TextEmbeddingsError.self) { try SafetensorsFile(path: path) }
        #expect([.malformedWeights, .malformedJSON].contains(error?.code))
        #expect(error?.message.hasPrefix(path) == true)
    }

    @Test("a declared length beyond the file is refused", arguments: [3, 1 << 20, UInt64(Int64.max), .max])
    func declaredLength(length: UInt64) throws {
        let path = try file("{}", length: length)
        let error = #expect(throws: TextEmbeddingsError.self) { try SafetensorsFile(path: path) }
        #expect(error?.code == .malformedWeights)
    }

    @Test("a file without room for a length, an absent one and a folder are refused")
    func unreadable() throws {
        try Data([1, 2, 3]).write(to: folder.url.appending(path: "short"))
        try Data().write(to: folder.url.appending(path: "empty"))
        for (name, code) in [
            ("short", TextEmbeddingsError.Code.malformedWeights), ("empty", .malformedWeights),
            ("absent", .unreadableFile),
            ("", .unreadableFile),
        ] {
            let error = #expect(throws: TextEmbeddingsError.self) { try SafetensorsFile(path: folder.path(name)) }
            #expect(error?.code == code, "\(name)")
        }
    }

    @Test(
        "a value that is no finite number, another shape and another type are refused",
        arguments: [
            ("F32", [UInt8]([0, 0, 0x80, 0x7F]), [1], "notFinite"), ("F32", [0, 0, 0xC0, 0x7F], [1], "notFinite"),
            ("F32", [0, 0, 0, 0], [2], "unexpectedTensor"), ("I32", [0, 0, 0, 0], [1], "unexpectedTensor"),
        ])
    func unusableTensors(type: String, elements: [UInt8], shape: [Int], code: String) throws {
        let header = #"{"a": {"dtype": "\#(type)", "shape": [1], "data_offsets": [0, 4]}}"#
        let weights = try SafetensorsFile(path: file(header, elements: elements))
        let error = #expect(throws: TextEmbeddingsError.self) { try weights.floats("a", shape: shape) }
        #expect(error?.code.description == code)
    }
}
