// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The lock of a writer on a folder: `flock` on a file of its own, which holds the number of the process that has it.
///
/// The kernel gives the lock up when the process ends, however it ends; the file stays and means nothing by itself.
final class DiskLock: FolderLock {
    private let descriptor: CInt

    init(path: String) throws(SegmentStoreError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SegmentStoreError(errno, "open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            guard reason == EWOULDBLOCK else { throw SegmentStoreError(reason, "lock", path) }
            throw SegmentStoreError(
                .locked, "\(holder) writes to the store of \(path) already; a store has one writer at a time")
        }
        // Not before: an object whose properties are all set is released where its initialiser throws, and would close the
        // descriptor once more, which may be another thread's by then.
        self.descriptor = descriptor
        // Only for the message above: the lock holds without it.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit {
        // A process that is just being started has copies of all descriptors for a moment, and closing ours would leave it
        // with the lock; unlocking takes the lock from every copy.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func holder(_ descriptor: CInt) -> String {
        var digits = [UInt8](repeating: 0, count: 20)
        let count = unsafe digits.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        let text = String(decoding: digits.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return Int(text).map { "process \($0)" } ?? "another process"
    }
}
