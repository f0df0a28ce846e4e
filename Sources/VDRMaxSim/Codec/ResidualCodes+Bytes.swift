// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension ResidualCodes {
    /// The codes as bytes, little-endian: a header, the offsets, centroid numbers, scales and buckets.
    ///
    /// They carry a version but no checksum; files have their own.
    public var bytes: [UInt8] {
        let header = [
            UInt64(dimension), UInt64(bits.rawValue), UInt64(centroidCount), codecFingerprint, UInt64(count),
            UInt64(rowCount),
        ]
        return Self.magic + Bytes.bytes(of: [Self.version]) + Bytes.bytes(of: header)
            + Bytes.bytes(of: offsets.map { UInt64($0) }) + Bytes.bytes(of: rows.centroids)
            + Bytes.bytes(of: rows.scales) + rows.codes
    }

    /// Reads codes.
    ///
    /// - Parameter bytes: The ``bytes`` of codes; anything else is refused.
    /// - Throws: A ``MaxSimError`` of code `malformedBytes`.
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8]) throws(MaxSimError) {
        var reader = CodecBytes(bytes, name: "the block of codes")
        try reader.readHeader(Self.magic, version: Self.version)
        let dimension = try reader.length(in: 1...MultiVector.maximumDimension, "dimensions")
        let bits = try ResidualCodec.Bits(reading: &reader)
        let centroidCount = try reader.length(in: 1...65_536, "centroids")
        let fingerprint: UInt64 = try reader.number()
        let count = try reader.length(in: 0...bytes.count, "documents")
        let rowCount = try reader.length(in: 0...bytes.count, "rows")

        let starts: [UInt64] = try reader.numbers(count + 1)
        guard starts.first == 0, starts.last == UInt64(rowCount),
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
        else { throw reader.malformed("has offsets that do not ascend from 0 to the number of rows") }
        let centroids: [UInt16] = try reader.numbers(rowCount)
        guard centroids.allSatisfy({ Int($0) < centroidCount }) else {
            throw reader.malformed("names a centroid that does not exist")
        }
        let scales: [UInt16] = try reader.numbers(rowCount)
        // The bits of binary16 infinity; a set sign is above it.
        guard scales.allSatisfy({ $0 < 0x7C00 }) else { throw reader.malformed("has a scale that is no length") }
        let codeBytes = ResidualQuantizer.codeBytes(dimension: dimension, bits: bits.rawValue)
        let codes: [UInt8] = try reader.numbers(rowCount * codeBytes)
        try reader.checkEnd()
        self.init(
            dimension: dimension, bits: bits, centroidCount: centroidCount, codecFingerprint: fingerprint,
            offsets: starts.map { Int($0) }, rows: ResidualRows(codes: codes, centroids: centroids, scales: scales))
    }

    private static let magic = Array("RAGRESCO".utf8)
    private static let version: UInt32 = 1
}
