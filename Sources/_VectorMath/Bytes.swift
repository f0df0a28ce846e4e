// SPDX-License-Identifier: Apache-2.0

/// Numbers as bytes and back, in the machine's byte order (little-endian on every platform that we support).
package enum Bytes {
    /// Copies bytes into an array of numbers; any alignment.
    ///
    /// - Parameters:
    ///   - type: A number type without padding.
    ///   - bytes: A multiple of the number's size.
    /// - Returns: The numbers.
    /// - Complexity: O(n), one copy.
    package static func array<Number: BitwiseCopyable>(of type: Number.Type, from bytes: ArraySlice<UInt8>) -> [Number]
    {
        let size = MemoryLayout<Number>.stride
        precondition(bytes.count % size == 0, "\(bytes.count) bytes are no whole number of \(size)-byte values")
        return unsafe [Number](unsafeUninitializedCapacity: bytes.count / size) { buffer, count in
            unsafe bytes.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = bytes.count / size
        }
    }

    /// Copies numbers into bytes.
    ///
    /// - Parameter numbers: Numbers without padding.
    /// - Returns: Their bytes.
    /// - Complexity: O(n), one copy.
    package static func bytes<Number: BitwiseCopyable>(of numbers: [Number]) -> [UInt8] {
        let size = numbers.count * MemoryLayout<Number>.stride
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            unsafe numbers.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = size
        }
    }
}
