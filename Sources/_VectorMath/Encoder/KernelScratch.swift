// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Memory that kernels of one thread use while they run; it grows to what the largest of them needs.
package final class KernelScratch: Sendable {
    private let current = Mutex(AlignedMemory(byteCount: 0))

    package init() {}

    /// At least so many bytes; what they held before is not of interest.
    func memory(byteCount: Int) -> AlignedMemory {
        current.withLock { memory in
            if memory.count < byteCount { memory = AlignedMemory(byteCount: byteCount) }
            return memory
        }
    }
}
