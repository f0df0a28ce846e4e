// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// A place in memory for a store without a folder: the same bytes, gone with the last snapshot.
package final class MemoryFolder: StoreFolder {
    private struct Contents {
        var files: [String: MappedMemory] = [:]
        weak var lock: MemoryLock?
    }

    private final class MemoryLock: FolderLock {}

    private let contents = Mutex(Contents())

    package let path: String

    /// Makes an empty place.
    ///
    /// - Parameter path: What to call it in errors.
    package init(path: String = "memory") { self.path = path }

    package func prepare() {}

    package func names() -> [String] { contents.withLock { $0.files.keys.sorted() } }

    package func create(_ name: String) -> any StoreFile {
        put(MappedMemory(copying: []), as: name)
        return MemoryFile(name: name, folder: self)
    }

    package func map(_ name: String) -> MappedMemory? { contents.withLock { $0.files[name] } }

    package func rename(_ name: String, to newName: String) throws(SegmentStoreError) {
        let isThere = contents.withLock { contents in
            guard let file = contents.files.removeValue(forKey: name) else { return false }
            contents.files[newName] = file
            return true
        }
        guard isThere else { throw SegmentStoreError(.inputOutput, "cannot rename \(path)/\(name): it is not there") }
    }

    package func remove(_ name: String) { contents.withLock { $0.files[name] = nil } }

    package func synchronise() {}

    package func lock() throws(SegmentStoreError) -> any FolderLock {
        let lock = contents.withLock { contents -> MemoryLock? in
            guard contents.lock == nil else { return nil }
            let lock = MemoryLock()
            contents.lock = lock
            return lock
        }
        guard let lock else {
            throw SegmentStoreError(.locked, "this process writes to the store in \(path) already")
        }
        return lock
    }

    package func isMapped(_ name: String) -> Bool { false }

    package func link(_ name: String, into folder: any StoreFolder) -> Bool { false }

    fileprivate func put(_ memory: MappedMemory, as name: String) {
        contents.withLock { $0.files[name] = memory }
    }

    /// A file in memory that is being written; it is there as a whole once it is closed.
    private final class MemoryFile: StoreFile {
        private let name: String
        private let folder: MemoryFolder
        private var bytes: [UInt8] = []

        init(name: String, folder: MemoryFolder) {
            self.name = name
            self.folder = folder
        }

        func write(_ bytes: RawSpan) -> Int {
            unsafe bytes.withUnsafeBytes { unsafe self.bytes.append(contentsOf: $0) }
            return bytes.byteCount
        }

        func synchronise() {}

        func close() {
            folder.put(MappedMemory(copying: bytes), as: name)
            bytes = []
        }
    }
}
