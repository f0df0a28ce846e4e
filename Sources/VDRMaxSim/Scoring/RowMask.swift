// SPDX-License-Identifier: Apache-2.0

/// Which rows count, a byte each as the kernels read it.
struct RowMask: Sendable {
    let bytes: [UInt8]?

    /// Every row counts.
    static let all = RowMask(bytes: nil)

    private init(bytes: [UInt8]?) { self.bytes = bytes }

    init(_ mask: [Bool]?, rowCount: Int) throws(MaxSimError) {
        guard mask?.count ?? rowCount == rowCount else {
            throw MaxSimError(
                .invalidParameter, "a mask of \(mask?.count ?? 0) for \(rowCount) rows; give one truth value a row")
        }
        bytes = mask.map { $0.map { $0 ? 1 : 0 } }
    }
}
