// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// A centroid and a bucket per dimension: how rows become residual codes and are scored as such.
///
/// A row is decoded as scale · (centroid + weight of each bucket). Weights are whole multiples of one step, so that the
/// kernels sum bytes; see `RAGKernels.h` for layouts and bounds.
package struct ResidualQuantizer: Hashable, Sendable {
    /// The length of a row, of 1...4096.
    package let dimension: Int

    /// Bits per dimension, 2 or 4.
    package let bits: Int

    /// The centroids, row-major; at most 65,536.
    package let centroids: [Float]

    /// The values that part the buckets, ascending, 2^bits - 1.
    package let cutoffs: [Float]

    /// What each bucket stands for in steps, ascending, 2^bits; the first and the last are at most 127 apart.
    package let weightCodes: [Int8]

    /// The step of the weights.
    package let weightStep: Float

    /// The number of centroids.
    package var centroidCount: Int { centroids.count / dimension }

    /// What each bucket stands for.
    package var weights: [Float] { weightCodes.map { Float($0) * weightStep } }

    /// Bytes of the codes of a row, without its centroid and its scale.
    package var codeBytes: Int { Self.codeBytes(dimension: dimension, bits: bits) }

    package init(
        dimension: Int, bits: Int, centroids: [Float], cutoffs: [Float], weightCodes: [Int8], weightStep: Float
    ) {
        precondition((1...4096).contains(dimension) && (bits == 2 || bits == 4), "a shape that no kernel has")
        precondition(centroids.count % dimension == 0, "centroids come in whole rows")
        precondition((1...65_536).contains(centroids.count / dimension), "centroids are numbered by 16 bits")
        precondition(cutoffs.count == 1 << bits - 1 && weightCodes.count == 1 << bits, "2^bits buckets")
        precondition(Int(weightCodes[(1 << bits) - 1]) - Int(weightCodes[0]) <= 127, "weights too far apart")
        self.dimension = dimension
        self.bits = bits
        self.centroids = centroids
        self.cutoffs = cutoffs
        self.weightCodes = weightCodes
        self.weightStep = weightStep
    }

    /// Bytes of the codes of a row.
    package static func codeBytes(dimension: Int, bits: Int) -> Int { (dimension * bits + 7) / 8 }
}

/// Rows of residual codes: bucket numbers, the centroid of each row and its scale as the bits of a `Float16`.
package struct ResidualRows: Hashable, Sendable {
    package var codes: [UInt8] = []
    package var centroids: [UInt16] = []
    package var scales: [UInt16] = []

    package init() {}

    package init(codes: [UInt8], centroids: [UInt16], scales: [UInt16]) {
        self.codes = codes
        self.centroids = centroids
        self.scales = scales
    }

    package mutating func append(_ rows: ResidualRows) {
        codes += rows.codes
        centroids += rows.centroids
        scales += rows.scales
    }
}
