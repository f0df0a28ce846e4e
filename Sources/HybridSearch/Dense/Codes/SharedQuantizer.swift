// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _VectorMath

/// The quantiser of each dimension, made once in a process and not for each search.
enum SharedQuantizer {
    private static let quantizers = Mutex<[Int: BinaryQuantizer]>([:])

    /// The quantiser of a dimension; it is the same in every process.
    ///
    /// - Parameter dimension: The length of a row.
    /// - Returns: The quantiser.
    /// - Complexity: O(dimension) the first time.
    static func of(dimension: Int) -> BinaryQuantizer {
        if let known = quantizers.withLock({ $0[dimension] }) { return known }
        let made = BinaryQuantizer(dimension: dimension, seed: CodeLists.rotationSeed)
        quantizers.withLock { $0[dimension] = made }
        return made
    }
}
