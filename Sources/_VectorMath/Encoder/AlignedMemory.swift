// SPDX-License-Identifier: Apache-2.0

/// Memory that begins at a multiple of 64 bytes, for what kernels read in whole registers.
///
/// It has no idea who reads and writes which part of it: whoever shares it between threads gives each its own part.
@safe final class AlignedMemory: Sendable {
    nonisolated(unsafe) let base: UnsafeMutableRawPointer

    /// The number of bytes.
    let count: Int

    /// Allocates memory filled with zeros.
    init(byteCount: Int) {
        // A length of whole lines, so that no two allocations share one.
        count = max(byteCount, 1)
        let whole = (count + 63) / 64 * 64
        unsafe base = .allocate(byteCount: whole, alignment: 64)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: whole)
    }

    deinit { unsafe base.deallocate() }
}
