// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

@testable import _SegmentStore

struct DiskLockTests {
    @Test("a refused lock closes its own descriptor and none that another thread opened since")
    func closesOnce() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("writer.lock")
        let holder = try DiskLock(path: path)
        let failures = await withTaskGroup(of: Int.self) { group in
            group.addTask {
                for _ in 0..<5_000 { #expect(throws: SegmentStoreError.self) { _ = try DiskLock(path: path) } }
                return 0
            }
            group.addTask {
                (0..<50_000).count { _ in close(unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)) != 0 }
            }
            return await group.reduce(0, +)
        }
        #expect(failures == 0)
        withExtendedLifetime(holder) {}
    }

    @Test("a lock that was given up is free, whoever still has a copy of its descriptor")
    func copies() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("writer.lock")
        var lock: DiskLock? = try DiskLock(path: path)
        // What a process that is being started holds until it runs its own program.
        let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
        }
        let copy = dup(try #require(held.first.flatMap { CInt($0) }))
        defer { close(copy) }
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try DiskLock(path: path)
    }
}
