// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension MappedBytes {
    /// Reads a whole number of variable length (LEB128), as ``ByteWriter`` writes it.
    ///
    /// - Parameter offset: Where it begins; moved behind it.
    /// - Returns: The number.
    /// - Throws: A `SegmentStoreError`.
    func integer(at offset: inout Int) throws(SegmentStoreError) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try load(at: offset, as: UInt8.self)
            offset += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(number) }
        }
        throw SegmentStoreError(.corrupted, "\(file.name) is damaged: a number has no end; index again")
    }
}
