// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension ResidualCodec {
    /// The codec as bytes, little-endian: a header, the buckets, the rotation's matrix if there is one, the centroids.
    ///
    /// They carry a version but no checksum; files have their own.
    public var bytes: [UInt8] {
        let counts = [UInt64(dimension), UInt64(bits.rawValue), UInt64(centroidCount), rotates ? 1 : 0]
        return Self.magic + Bytes.bytes(of: [Self.version]) + Bytes.bytes(of: counts)
            + Bytes.bytes(of: [quantizer.weightStep]) + Bytes.bytes(of: quantizer.weightCodes)
            + Bytes.bytes(of: quantizer.cutoffs) + Bytes.bytes(of: rotation?.matrix ?? [])
            + Bytes.bytes(of: quantizer.centroids)
    }

    /// Reads a codec.
    ///
    /// - Parameter bytes: The ``bytes`` of a codec; anything else is refused.
    /// - Throws: A ``MaxSimError`` of code `malformedBytes`.
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8]) throws(MaxSimError) {
        var reader = CodecBytes(bytes, name: "the codec")
        try reader.readHeader(Self.magic, version: Self.version)
        let dimension = try reader.length(in: 1...MultiVector.maximumDimension, "dimensions")
        let bits = try Bits(reading: &reader)
        let centroidCount = try reader.length(in: 1...65_536, "centroids")
        let rotates = try reader.length(in: 0...1, "rotations") == 1

        let step = try reader.floats(1)[0]
        let codes: [Int8] = try reader.numbers(1 << bits.rawValue)
        let cutoffs = try reader.floats(1 << bits.rawValue - 1)
        guard step >= 0, zip(codes, codes.dropFirst()).allSatisfy({ $0 <= $1 }),
            zip(cutoffs, cutoffs.dropFirst()).allSatisfy({ $0 <= $1 }),
            Int(codes[codes.count - 1]) - Int(codes[0]) <= 127
        else { throw reader.malformed("has buckets in disorder") }

        let matrix = try reader.floats(rotates ? dimension * dimension : 0)
        let centroids = try reader.floats(centroidCount * dimension)
        try reader.checkEnd()
        let quantizer = ResidualQuantizer(
            dimension: dimension, bits: bits.rawValue, centroids: centroids, cutoffs: cutoffs, weightCodes: codes,
            weightStep: step)
        self.init(quantizer: quantizer, bits: bits, rotation: rotates ? Rotation(matrix, dimension: dimension) : nil)
    }

    private static let magic = Array("RAGRESCB".utf8)
    private static let version: UInt32 = 1
}

extension ResidualCodec.Bits {
    init(reading reader: inout CodecBytes) throws(MaxSimError) {
        let number = try reader.length(in: 2...4, "bits a dimension")
        guard let bits = Self(rawValue: number) else { throw reader.malformed("has \(number) bits a dimension") }
        self = bits
    }
}
