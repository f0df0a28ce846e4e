// SPDX-License-Identifier: Apache-2.0
internal import CZlib

/// The cyclic redundancy check of ISO 3309, which gzip, PNG and the files of a store protect their bytes with.
package struct CRC32: Sendable {
    /// The checksum of the bytes so far; of none it is 0.
    package private(set) var checksum: UInt32 = 0

    package init() {}

    /// Takes in more bytes.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Complexity: O(n).
    package mutating func update(_ bytes: RawSpan) {
        // Without an address zlib begins anew.
        guard !bytes.isEmpty else { return }
        checksum = unsafe bytes.withUnsafeBytes { buffer in
            unsafe UInt32(crc32_z(uLong(checksum), buffer.bindMemory(to: UInt8.self).baseAddress, buffer.count))
        }
    }

    /// The checksum of bytes.
    ///
    /// - Parameter bytes: Any number of bytes; of none the checksum is 0.
    /// - Returns: The checksum.
    /// - Complexity: O(n).
    package static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = CRC32()
        unsafe sum.update(bytes.span.bytes)
        return sum.checksum
    }
}
