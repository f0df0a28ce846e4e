// SPDX-License-Identifier: Apache-2.0
internal import _Compression

extension PixelRaster {
    /// The picture as a file in PNG, the Portable Network Graphics format (ISO/IEC 15948).
    ///
    /// - Returns: The bytes of the file.
    /// - Complexity: O(pixels), most of it compression by zlib.
    public func pngEncoded() -> [UInt8] {
        var file: [UInt8] = [0x89] + "PNG\r\n".utf8 + [0x1A, 0x0A]
        let colourType: UInt8 = format == .rgb ? 2 : 6
        // Eight bits a component; compression, filtering and interlacing as the standard has them.
        let header = Self.bigEndian(width) + Self.bigEndian(height) + [8, colourType, 0, 0, 0]
        Self.append("IHDR", header, to: &file)
        Self.append("IDAT", Deflate.compress(filteredRows()), to: &file)
        Self.append("IEND", [], to: &file)
        return file
    }

    /// The rows as differences from the row above, each led by the number of that filter.
    ///
    /// Pages and maps change little from row to row, so the differences compress better than the colours.
    private func filteredRows() -> [UInt8] {
        let up: UInt8 = 2
        let stride = width * format.rawValue
        var filtered: [UInt8] = []
        filtered.reserveCapacity(height * (stride + 1))
        for start in Swift.stride(from: 0, to: bytes.count, by: stride) {
            filtered.append(up)
            for index in start..<start + stride {
                filtered.append(index < stride ? bytes[index] : bytes[index] &- bytes[index - stride])
            }
        }
        return filtered
    }

    private static func append(_ type: String, _ content: [UInt8], to file: inout [UInt8]) {
        let checked = Array(type.utf8) + content
        file += bigEndian(content.count)
        file += checked
        file += bigEndian(Int(CRC32.checksum(of: checked[...])))
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
