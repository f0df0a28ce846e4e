// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Compresses rows to a centroid and a few bits per dimension, and scores them in that form.
///
/// The scheme is ColBERTv2's (Santhanam and others 2022, arXiv 2112.01488). Rows of late interaction gather around few
/// directions; a row is stored as the number of the nearest centroid, the bucket of each coordinate of what is left (the
/// residual), and a scale that gives the decoded row the length of the original. At 128 dimensions that is 36 bytes a row
/// with two bits and 68 with four, where fp32 takes 512. Rows are turned by a random rotation first, unless that is switched
/// off, so that one set of buckets suits every coordinate.
///
/// Train a codec once on rows like those to come, keep its ``bytes``, and encode every batch with it:
///
/// ```swift
/// let codec = try ResidualCodec(training: pages, .init(bits: .two))
/// let codes = try codec.encode(pages)
/// let scores = try codec.scores(query, codes)
/// ```
public struct ResidualCodec: Hashable, Sendable {
    /// The length of a row.
    public var dimension: Int { quantizer.dimension }

    /// Bits per dimension.
    public let bits: Bits

    /// The number of centroids.
    public var centroidCount: Int { quantizer.centroidCount }

    /// Whether rows are turned by a random rotation before they are encoded.
    public var rotates: Bool { rotation != nil }

    /// What tells this codec from others: a hash of all that it consists of.
    public let fingerprint: UInt64

    /// The bytes that one row takes: its codes, two bytes for the centroid and two for the scale.
    public var bytesPerRow: Int { quantizer.codeBytes + 4 }

    let quantizer: ResidualQuantizer
    let rotation: Rotation?

    init(quantizer: ResidualQuantizer, bits: Bits, rotation: Rotation?) {
        self.quantizer = quantizer
        self.bits = bits
        self.rotation = rotation
        var hash = Fingerprint()
        hash.combine([UInt32(quantizer.dimension), UInt32(quantizer.bits), quantizer.weightStep.bitPattern])
        hash.combine(quantizer.weightCodes.map { UInt32(bitPattern: Int32($0)) })
        hash.combine(quantizer.cutoffs.map(\.bitPattern))
        hash.combine(quantizer.centroids.map(\.bitPattern))
        hash.combine(rotation?.matrix.map(\.bitPattern) ?? [])
        fingerprint = hash.value
    }

    /// How finely residuals are stored.
    public enum Bits: Int, Hashable, Sendable, CaseIterable {
        /// Four buckets.
        case two = 2
        /// Sixteen buckets.
        case four = 4
    }
}

/// A hash of 32-bit words (FNV-1a with 64 bits, word by word).
struct Fingerprint {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func combine(_ words: [UInt32]) {
        for word in words { value = (value ^ UInt64(word)) &* 0x0000_0100_0000_01B3 }
    }
}
