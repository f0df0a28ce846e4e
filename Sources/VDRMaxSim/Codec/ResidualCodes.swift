// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Documents as codes of a ``ResidualCodec``, in one piece of memory: document `i` owns the rows
/// `offsets[i] ..< offsets[i + 1]`.
public struct ResidualCodes: Hashable, Sendable {
    /// The length of a decoded row.
    public let dimension: Int

    /// Bits per dimension.
    public let bits: ResidualCodec.Bits

    /// The number of centroids of the codec.
    public let centroidCount: Int

    /// The ``ResidualCodec/fingerprint`` of the codec that made them, the only one that may read them.
    public let codecFingerprint: UInt64

    /// Where each document's rows begin, and at the end the number of all rows.
    public let offsets: [Int]

    let rows: ResidualRows

    /// The number of documents.
    public var count: Int { offsets.count - 1 }

    /// The number of rows of all documents.
    public var rowCount: Int { rows.centroids.count }

    /// The bytes that all rows take, without the offsets and without the codec.
    public var rowBytes: Int { rows.codes.count + 2 * rows.centroids.count + 2 * rows.scales.count }

    /// Creates codes that were checked before: every row names a centroid that exists.
    init(
        dimension: Int, bits: ResidualCodec.Bits, centroidCount: Int, codecFingerprint: UInt64, offsets: [Int],
        rows: ResidualRows
    ) {
        self.dimension = dimension
        self.bits = bits
        self.centroidCount = centroidCount
        self.codecFingerprint = codecFingerprint
        self.offsets = offsets
        self.rows = rows
    }
}
