// SPDX-License-Identifier: Apache-2.0
internal import CZlib

/// The cyclic redundancy check of ISO 3309, which gzip, PNG and the files of a store protect their bytes with.
package enum CRC32 {
    /// The checksum of bytes.
    ///
    /// - Parameter bytes: Any number of bytes; of none the checksum is 0.
    /// - Returns: The checksum.
    /// - Complexity: O(n).
    package static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe UInt32(crc32_z(0, buffer.baseAddress, buffer.count))
        }
    }
}
