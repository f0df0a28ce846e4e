// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// A file's bytes as memory, read by the system as they are touched.
///
/// The file must not shrink while it is mapped: the system ends a process that touches what is gone. Models are written once, under
/// another name, and renamed.
@safe package final class MappedWeights: Sendable {
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer?

    /// The number of bytes.
    package let count: Int

    /// Maps a file.
    ///
    /// - Parameter path: A regular file.
    /// - Throws: ``VectorMathError/Code/unreadableFile``.
    package init(path: String) throws(VectorMathError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure("read") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw VectorMathError(.unreadableFile, "not a regular file")
        }
        count = Int(status.st_size)
        guard count > 0 else {
            unsafe base = nil
            return
        }
        let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard unsafe address != MAP_FAILED else { throw Self.failure("map") }
        unsafe base = address
    }

    deinit {
        if let base = unsafe base { unsafe munmap(base, count) }
    }

    /// A copy of a range of the bytes.
    package func bytes(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes beyond the file")
        guard let base = unsafe base, !range.isEmpty else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// A hash that tells these bytes from others; see ``XXHash64``.
    ///
    /// - Complexity: O(bytes): reads all of them.
    package func hash() -> UInt64 {
        let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
        return unsafe XXHash64.hash(bytes.bytes)
    }

    /// A range of the bytes as numbers; any alignment.
    ///
    /// - Parameters:
    ///   - type: A number type without padding.
    ///   - range: A multiple of the number's size.
    /// - Returns: The numbers, in the machine's byte order.
    package func array<Number: BitwiseCopyable>(of type: Number.Type, in range: Range<Int>) -> [Number] {
        let size = MemoryLayout<Number>.stride
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes beyond the file")
        precondition(range.count % size == 0, "\(range.count) bytes are no whole number of \(size)-byte values")
        guard let base = unsafe base, !range.isEmpty else { return [] }
        return unsafe [Number](unsafeUninitializedCapacity: range.count / size) { buffer, filled in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
            filled = range.count / size
        }
    }

    /// Whether there is something at a path.
    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    private static func failure(_ action: String) -> VectorMathError {
        VectorMathError(.unreadableFile, unsafe "cannot \(action): \(String(cString: strerror(errno)))")
    }
}
