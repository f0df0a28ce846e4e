// SPDX-License-Identifier: Apache-2.0
import SegmentStoreTestSupport

@testable import _Compression
@testable import _SegmentStore

extension Mutator {
    /// The checksums of a file's frame made right, as an attacker would; those of the sections stay.
    static func withChecksums(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        let footer = bytes.count - SegmentFileFormat.footerLength
        guard footer >= SegmentFileFormat.headerLength else { return bytes }
        func put(_ number: UInt32, at place: Int) {
            for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index)) }
        }
        put(CRC32.checksum(of: bytes[..<60]), at: 60)
        let start = bytes[footer..<footer + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let length = bytes[footer + 8..<footer + 16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if start <= UInt64(footer), length <= UInt64(footer) - start {
            put(CRC32.checksum(of: bytes[Int(start)..<Int(start + length)]), at: footer + 16)
        }
        put(CRC32.checksum(of: bytes[footer..<footer + 20]), at: footer + 20)
        return bytes
    }
}
