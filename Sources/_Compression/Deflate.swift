// SPDX-License-Identifier: Apache-2.0
internal import CZlib

/// Lossless compression by the system's zlib: deflate (RFC 1951) in the zlib format (RFC 1950), which PNG asks for.
package enum Deflate {
    /// How hard to look for repetitions, from 1, the fastest, to 9, the smallest.
    package static let levels = 1...9

    /// Compresses bytes.
    ///
    /// - Parameters:
    ///   - bytes: Any number of bytes.
    ///   - level: One of ``levels``.
    /// - Returns: The compressed bytes with zlib's header and checksum.
    /// - Complexity: O(n).
    package static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
        precondition(levels.contains(level), "zlib has the levels 1 to 9, not \(level)")
        let bound = Int(compressBound(uLong(bytes.count)))
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            var length = uLong(bound)
            let status = unsafe compress2(
                buffer.baseAddress, &length, bytes, uLong(bytes.count), Int32(level))
            precondition(status == Z_OK, "zlib could not allocate its window (status \(status))")
            count = Int(length)
        }
    }

    /// Decompresses bytes.
    ///
    /// - Parameters:
    ///   - bytes: What ``compress(_:level:)`` returned.
    ///   - count: How many bytes they were before.
    /// - Returns: The bytes, or `nil` where the compressed ones are damaged, cut short, or not those of `count` bytes.
    /// - Complexity: O(n).
    package static func decompress(_ bytes: [UInt8], count: Int) -> [UInt8]? {
        var status = Z_OK
        let result = unsafe [UInt8](unsafeUninitializedCapacity: max(count, 1)) { buffer, written in
            var length = uLong(count)
            status = unsafe uncompress(buffer.baseAddress, &length, bytes, uLong(bytes.count))
            written = status == Z_OK ? Int(length) : 0
        }
        return status == Z_OK && result.count == count ? result : nil
    }
}
