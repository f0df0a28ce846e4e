// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension MappedBytes {
    /// Reads a byte.
    ///
    /// - Parameter offset: Its place.
    /// - Returns: The result.
    /// - Throws: A `SegmentStoreError`.
    func byte(at offset: Int) throws(SegmentStoreError) -> UInt8 {
        guard offset >= 0, offset < count else {
            throw SegmentStoreError(
                .corrupted, "\(file.name) is damaged: it points to byte \(offset) of \(count); index again")
        }
        return unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Reads a whole number of variable length (LEB128), as ``ByteWriter`` writes it.
    ///
    /// - Parameter offset: Where it begins; moved behind it.
    /// - Returns: The number.
    /// - Throws: A `SegmentStoreError`.
    func integer(at offset: inout Int) throws(SegmentStoreError) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try byte(at: offset)
            offset += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(number) }
        }
        throw SegmentStoreError(.corrupted, "\(file.name) is damaged: a number has no end; index again")
    }
}
