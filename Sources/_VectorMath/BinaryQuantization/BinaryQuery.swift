// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import _RAGKernels

/// A turned query in the tables that scans of 1-bit codes read; packed once, good for the rows of all centroids.
///
/// The tables hold the sums of every four neighbouring values in 8 bits, whose rounding is far below the error of the codes.
package struct BinaryQuery: Sendable {
    /// The length of the query.
    package let dimension: Int

    private let packed: PackedMemory

    /// The weight of the error for which a share of the products exceeds the bound, and the same falls below the other.
    ///
    /// The errors of RaBitQ are nearly normal; its authors propose a weight of 1.9, which 3 % exceed. The quantile of the normal
    /// distribution is that of Abramowitz and Stegun 1964, 26.2.23, off by 0.0005 at most.
    ///
    /// - Parameter share: The share, more than 0; more than one half counts as that.
    /// - Returns: The weight, at least 0.
    package static func errorWeight(exceededBy share: Double) -> Float {
        precondition(share > 0, "a bound that nothing exceeds")
        let t = (-2 * log(min(share, 0.5))).squareRoot()
        let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
        let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        return Float(max(0, t - numerator / denominator))
    }

    /// Packs a query.
    ///
    /// - Parameter rotated: A query, turned by the quantiser of the rows.
    /// - Complexity: O(dimension).
    package init(_ rotated: Span<Float>) {
        precondition((1...RowScan.maximumDimension).contains(rotated.count), "a query of \(rotated.count) values")
        dimension = rotated.count
        packed = unsafe PackedMemory(byteCount: rag_code_query_size(rotated.count)) { memory in
            unsafe rotated.withUnsafeBufferPointer { values in
                guard let address = values.baseAddress else { return }
                unsafe rag_code_query_pack(address, values.count, memory)
            }
        }
    }

    /// Estimates the query's products with the first rows of blocks, all of one centroid.
    ///
    /// - Parameters:
    ///   - blocks: Blocks of codes.
    ///   - centroidProduct: The query's product with the rows' centroid.
    ///   - errorWeight: What each row's error is multiplied by before it is added: ε · ‖query − centroid‖ makes estimates
    ///     bounds that the products seldom exceed, its negative such that they seldom fall below.
    ///   - estimates: Receives one estimate for each of the first `estimates.count` rows.
    /// - Complexity: O(rows · dimension / 32).
    package func estimates(
        _ blocks: Span<UInt8>, centroidProduct: Float, errorWeight: Float = 0,
        into estimates: inout MutableSpan<Float>
    ) {
        check(blocks, count: estimates.count)
        unsafe blocks.withUnsafeBufferPointer { blocks in
            unsafe estimates.withUnsafeMutableBufferPointer { estimates in
                guard let blocks = blocks.baseAddress, let target = estimates.baseAddress else { return }
                unsafe packed.withAddress {
                    unsafe rag_code_estimates($0, blocks, estimates.count, centroidProduct, errorWeight, target)
                }
            }
        }
    }

    /// Offers the estimates of the first rows of blocks to a selection; otherwise as
    /// ``estimates(_:centroidProduct:errorWeight:into:)``, but nothing is written for rows that are not taken.
    ///
    /// - Parameters:
    ///   - blocks: Blocks of codes.
    ///   - count: How many rows.
    ///   - centroidProduct: The query's product with the rows' centroid.
    ///   - errorWeight: What each row's error is multiplied by before it is added.
    ///   - first: The number under which the first row is offered.
    ///   - best: Takes the best.
    package func offer(
        _ blocks: Span<UInt8>, count: Int, centroidProduct: Float, errorWeight: Float = 0, from first: UInt32 = 0,
        to best: inout BestRows
    ) {
        check(blocks, count: count)
        unsafe blocks.withUnsafeBufferPointer { blocks in
            guard let blocks = blocks.baseAddress else { return }
            unsafe packed.withAddress { packed in
                unsafe best.update {
                    unsafe rag_code_offer(packed, blocks, count, centroidProduct, errorWeight, first, &$0)
                }
            }
        }
    }

    private func check(_ blocks: Span<UInt8>, count: Int) {
        precondition(
            blocks.count >= BinaryQuantizer.byteCount(rows: count, dimension: dimension), "codes of rows are missing")
    }
}
