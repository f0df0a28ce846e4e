// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import _VectorMath

struct NumPyArrayTests {
    private func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    @Test("reads the element types that NumPy wrote")
    func elementTypes() throws {
        let matrix = try NumPyArray(parsing: fixture("float32.npy"))
        #expect(matrix.shape == [2, 3])
        #expect(matrix.floats() == [1.5, -2, 0.1, 3e38, Float(sign: .plus, exponent: -149, significand: 71_362), 0])
        #expect(try NumPyArray(parsing: fixture("float16.npy")).floats() == [1.5, -2, 65504, 0x1p-24])
        #expect(try NumPyArray(parsing: fixture("int8.npy")).signedBytes() == [-128, 127, 0, -1])
        #expect(try NumPyArray(parsing: fixture("int32.npy")).integers() == [0, 7, 2_000_000_000])
        #expect(try NumPyArray(parsing: fixture("int64.npy")).integers() == [-1, 1 << 40])
        #expect(try NumPyArray(parsing: fixture("version2.npy")).floats() == [1, 2])
    }

    @Test("reads empty arrays and scalars")
    func degenerateShapes() throws {
        let empty = try NumPyArray(parsing: fixture("empty.npy"))
        #expect(empty.shape == [0, 384])
        #expect(empty.floats().isEmpty)
        let scalar = try NumPyArray(parsing: fixture("scalar.npy"))
        #expect(scalar.shape.isEmpty)
        #expect(scalar.floats() == [2.5])
    }

    @Test("writes the bytes that NumPy writes")
    func encoding() throws {
        let file = try fixture("float32.npy")
        let array = try NumPyArray(parsing: file)
        #expect(
            try NumPyArray(parsing: NumPyArray(array.floats(), shape: [2, 3]).encoded()).floats() == array.floats())
        #expect(NumPyArray([-1, 1 << 40], shape: [2]).encoded() == (try fixture("int64.npy")))
    }

    @Test(
        "refuses what it cannot hold, and says what to do",
        arguments: [("fortran.npy", "ascontiguousarray"), ("float64.npy", "astype")])
    func unsupported(name: String, advice: String) throws {
        let file = try fixture(name)
        let error = #expect(throws: VectorMathError.self) { try NumPyArray(parsing: file) }
        #expect(error?.code == .unexpectedArray)
        #expect(error?.message.contains(advice) == true)
    }

    @Test("any shortened file is an error")
    func truncated() throws {
        let file = try fixture("float32.npy")
        for length in 0..<file.count {
            #expect(throws: VectorMathError.self) { try NumPyArray(parsing: Array(file[..<length])) }
        }
        #expect(throws: VectorMathError.self) { try NumPyArray(parsing: file + [0]) }
    }

    @Test("random changes of a file are read or refused, never a crash")
    func fuzzed() throws {
        var generator = SplitMix64(seed: 3)
        let files = try ["float32.npy", "float16.npy", "int64.npy", "version2.npy"].map(fixture)
        var refused = 0
        for round in 0..<4_000 {
            var file = files[round % files.count]
            for _ in 0...(round % 4) {
                // Mostly the header: that is where a reader can be led astray.
                let place = Int(generator.next() % UInt64(round % 3 == 0 ? file.count : 80))
                file[place] = UInt8(truncatingIfNeeded: generator.next())
            }
            do {
                let array = try NumPyArray(parsing: file)
                #expect(array.floats().count == array.count)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1_000)
    }

    @Test("a shape whose product overflows is an error")
    func overflowingShape() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }\n"
        let file: [UInt8] = [0x93] + "NUMPY".utf8 + [1, 0, UInt8(header.utf8.count), 0] + header.utf8
        #expect(throws: VectorMathError.self) { try NumPyArray(parsing: file) }
    }
}
