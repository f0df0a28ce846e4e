// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
internal import _VectorMath

/// The quantiser of each dimension, made once in a process: its rotation takes longer to make than a search takes.
enum SharedQuantizer {
    private static let quantizers = Mutex<[Int: BinaryQuantizer]>([:])

    /// The quantiser of a dimension; it is the same in every process.
    ///
    /// - Parameter dimension: The length of a row.
    /// - Returns: The quantiser.
    /// - Throws: A `VectorMathError` when LAPACK refuses.
    /// - Complexity: O(dimension³) the first time; it keeps dimension² values.
    static func of(dimension: Int) throws(VectorMathError) -> BinaryQuantizer {
        if let known = quantizers.withLock({ $0[dimension] }) { return known }
        let made = try BinaryQuantizer(dimension: dimension, seed: CodeLists.rotationSeed)
        quantizers.withLock { $0[dimension] = made }
        return made
    }
}
