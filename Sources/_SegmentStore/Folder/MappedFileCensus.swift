// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import Synchronization

/// Which files this process has mapped, by whatever path, so that a writer removes none that a snapshot still holds.
enum MappedFileCensus {
    /// What the file system knows a file by; not used again for another one as long as the file is mapped.
    struct Key: Hashable, Sendable {
        var device: UInt64
        var inode: UInt64

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    private static let counts = Mutex<[Key: Int]>([:])

    static func add(_ key: Key) { counts.withLock { $0[key, default: 0] += 1 } }

    static func remove(_ key: Key) {
        counts.withLock { counts in
            let rest = counts[key, default: 1] - 1
            counts[key] = rest > 0 ? rest : nil
        }
    }

    static func contains(_ key: Key) -> Bool { counts.withLock { $0[key] != nil } }
}
