// SPDX-License-Identifier: Apache-2.0
import Foundation

/// An array that NumPy saved, of the element type that the caller expects.
struct NumPyFile<Element: BitwiseCopyable> {
    /// The length of each axis; the last varies fastest.
    let shape: [Int]

    /// The elements in C order.
    let elements: [Element]

    /// Reads a file of this suite's own generator: format version 1, little-endian, C order.
    init(contentsOf url: URL) throws {
        let data = try Data(contentsOf: url, options: .alwaysMapped)
        guard data.count > 10, data.prefix(6).elementsEqual([0x93] + Array("NUMPY".utf8)) else {
            throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: url.path])
        }
        let start = 10 + Int(data[8]) + Int(data[9]) << 8
        let header = String(decoding: data[10..<start], as: UTF8.self)
        let axes = header.split(separator: "(").last?.prefix { $0 != ")" } ?? ""
        let shape = axes.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        let count = shape.reduce(1, *)
        guard data.count == start + count * MemoryLayout<Element>.stride else {
            throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: url.path])
        }
        self.shape = shape
        self.elements = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            _ = unsafe data[start...].copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
            filled = count
        }
    }
}
