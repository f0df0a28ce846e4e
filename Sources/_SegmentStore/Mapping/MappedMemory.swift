// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// Bytes that never change, at an address that never changes: a mapped file, or a copy in memory.
///
/// A mapped file stays readable after it is removed, in this process and in others: the kernel keeps it until the last
/// mapping goes. What no mapping survives is a file that is shortened or overwritten in place, which nothing of this store
/// ever does.
@safe
package final class MappedMemory: Sendable {
    /// The number of bytes.
    package let count: Int

    @usableFromInline
    nonisolated(unsafe) let base: UnsafeRawPointer

    /// The file that is mapped, or `nil` for a copy in memory.
    private let file: MappedFileCensus.Key?

    /// Copies bytes to an aligned address.
    package init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableRawPointer.allocate(
            byteCount: max(bytes.count, 1), alignment: SegmentFileFormat.alignment)
        unsafe bytes.withUnsafeBytes { source in
            if let address = source.baseAddress { unsafe copy.copyMemory(from: address, byteCount: source.count) }
        }
        unsafe base = UnsafeRawPointer(copy)
        count = bytes.count
        file = nil
    }

    /// Maps a file for reading; its descriptor may be closed afterwards.
    init(mapping descriptor: CInt, path: String) throws(SegmentStoreError) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SegmentStoreError(errno, "read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SegmentStoreError(.foreign, "\(path) is not a regular file; give the folder of an index")
        }
        guard status.st_size > 0 else {
            throw SegmentStoreError(.corrupted, "\(path) is empty; restore it, or index again")
        }
        count = Int(status.st_size)
        guard let address = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0),
            unsafe address != UnsafeMutableRawPointer(bitPattern: -1)
        else { throw SegmentStoreError(errno, "map", path) }
        unsafe base = UnsafeRawPointer(address)
        let key = MappedFileCensus.Key(status)
        MappedFileCensus.add(key)
        file = key
    }

    deinit {
        guard let file else { return unsafe base.deallocate() }
        unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
        MappedFileCensus.remove(file)
    }

    /// All bytes, as long as this lives.
    package var bytes: RawSpan {
        @_lifetime(borrow self) get {
            unsafe _overrideLifetime(RawSpan(_unsafeStart: base, byteCount: count), borrowing: self)
        }
    }
}
