// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// A file of the file system that is being written.
final class DiskFile: StoreFile {
    private let path: String
    private var descriptor: CInt?

    init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        if let descriptor { Glibc.close(descriptor) }
    }

    private var open: CInt {
        guard let descriptor else { preconditionFailure("\(path) was closed before") }
        return descriptor
    }

    func write(_ bytes: RawSpan) throws(SegmentStoreError) -> Int {
        let descriptor = open
        while true {
            let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 || bytes.isEmpty { return written }
            // A file that takes nothing and gives no reason is taken for a full disk.
            guard written < 0 else { throw SegmentStoreError(ENOSPC, "write", path) }
            guard errno == EINTR else { throw SegmentStoreError(errno, "write", path) }
        }
    }

    func synchronise() throws(SegmentStoreError) {
        guard fsync(open) == 0 else { throw SegmentStoreError(errno, "write", path) }
    }

    func close() throws(SegmentStoreError) {
        let descriptor = open
        self.descriptor = nil
        guard Glibc.close(descriptor) == 0 else { throw SegmentStoreError(errno, "close", path) }
    }
}
