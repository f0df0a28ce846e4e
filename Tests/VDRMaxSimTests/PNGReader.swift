// SPDX-License-Identifier: Apache-2.0
import Testing
import VDRMaxSim
import _Compression

/// Reads the pictures that this project writes: 8 bits a component, not interlaced.
///
/// Written from the standard (ISO/IEC 15948), apart from the encoder.
enum PNGReader {
    static func decode(_ file: [UInt8]) throws -> PixelRaster {
        #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        let chunks = try chunks(of: file)
        #expect(chunks.map(\.type) == ["IHDR", "IDAT", "IEND"])
        #expect(chunks[2].content.isEmpty)
        let header = chunks[0].content
        let (width, height) = (number(header[0..<4]), number(header[4..<8]))
        #expect(header[8] == 8)
        #expect(Array(header[10...]) == [0, 0, 0])
        let format = try #require([2: PixelRaster.Format.rgb, 6: .rgba][header[9]])
        let size = format.rawValue
        let filtered = try #require(Deflate.decompress(chunks[1].content, count: height * (1 + width * size)))
        return try PixelRaster(
            unfiltered(filtered, stride: width * size, pixel: size), width: width, height: height, format: format)
    }

    private static func chunks(of file: [UInt8]) throws -> [(type: String, content: [UInt8])] {
        var chunks: [(String, [UInt8])] = []
        var start = 8
        while start < file.count {
            let length = number(file[start..<start + 4])
            let end = start + 8 + length
            #expect(number(file[end..<end + 4]) == Int(CRC32.checksum(of: file[start + 4..<end])))
            chunks.append((String(decoding: file[start + 4..<start + 8], as: UTF8.self), Array(file[start + 8..<end])))
            start = end + 4
        }
        return chunks
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 + Int($1) } }

    private static func unfiltered(_ filtered: [UInt8], stride: Int, pixel: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for start in Swift.stride(from: 0, to: filtered.count, by: stride + 1) {
            let filter = filtered[start]
            let row = bytes.count
            for index in 0..<stride {
                let left = index < pixel ? 0 : bytes[row + index - pixel]
                let above = row == 0 ? 0 : bytes[row - stride + index]
                let predicted = try #require([0: 0, 1: left, 2: above][filter])
                bytes.append(filtered[start + 1 + index] &+ predicted)
            }
        }
        return bytes
    }
}
