// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Memory that ends, or begins, at a page which no one may touch, so that reading one byte too far stops the test.
///
/// At the end of its pages, memory has whatever alignment its size gives it; kernels must take that too.
@safe
final class GuardedBuffer {
    /// Where the guard page stands against the memory.
    enum Side: CaseIterable, Sendable {
        case front
        case back
    }

    /// The memory between the guard pages.
    let bytes: UnsafeMutableRawBufferPointer

    private let mapping: UnsafeMutableRawPointer
    private let mappedByteCount: Int

    /// Maps memory.
    ///
    /// - Parameters:
    ///   - byteCount: The bytes to map.
    ///   - side: The side on which the memory meets its guard page without a gap, up to the alignment.
    ///   - alignment: The alignment of the first byte, a power of two.
    init(byteCount: Int, guarding side: Side, alignment: Int = 1) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let inner = (byteCount + alignment + page - 1) / page * page
        mappedByteCount = inner + 2 * page
        let protection = PROT_READ | PROT_WRITE
        let mapped = unsafe mmap(nil, mappedByteCount, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped = unsafe mapped else { preconditionFailure("no memory to map") }
        unsafe mapping = mapped
        unsafe mprotect(mapped, page, PROT_NONE)
        unsafe mprotect(mapped + page + inner, page, PROT_NONE)
        let start = side == .front ? 0 : (inner - byteCount) / alignment * alignment
        unsafe bytes = UnsafeMutableRawBufferPointer(start: mapped + page + start, count: byteCount)
    }

    deinit { unsafe munmap(mapping, mappedByteCount) }

    /// Where the memory begins.
    var start: UnsafeMutableRawPointer { unsafe bytes.baseAddress ?? mapping }

    /// Copies values into the memory, at any alignment.
    func store<Value: BitwiseCopyable>(_ values: [Value]) {
        for (index, value) in values.enumerated() {
            unsafe bytes.storeBytes(of: value, toByteOffset: index * MemoryLayout<Value>.stride, as: Value.self)
        }
    }

    /// Copies the memory out as values.
    func load<Value: BitwiseCopyable>(_ count: Int, as type: Value.Type) -> [Value] {
        (0..<count).map { index in
            unsafe bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Value>.stride, as: Value.self)
        }
    }
}
