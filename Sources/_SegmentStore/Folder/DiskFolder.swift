// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// A folder of the file system.
package struct DiskFolder: StoreFolder {
    /// The path of the folder.
    package let path: String

    /// Names a folder; nothing is read or written yet.
    package init(path: String) { self.path = path }

    private func location(_ name: String) -> String { "\(path)/\(name)" }

    package func prepare() throws(SegmentStoreError) {
        var prefix = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            let parent = prefix.isEmpty ? "/" : prefix
            prefix += "/" + component
            if unsafe mkdir(prefix, 0o755) == 0 {
                try DiskFolder(path: parent).synchronise()
            } else if errno != EEXIST && errno != EISDIR && !Self.isFolder(prefix) {
                throw SegmentStoreError(errno, "create the folder", prefix)
            }
        }
        guard Self.isFolder(path) else {
            throw SegmentStoreError(.foreign, "\(path) is not a folder; give one that is or does not exist")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    package func names() throws(SegmentStoreError) -> [String] {
        guard let folder = unsafe opendir(path) else { throw SegmentStoreError(errno, "read the folder", path) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    package func create(_ name: String) throws(SegmentStoreError) -> any StoreFile {
        let location = location(name)
        // Never over the bytes of the old file, which somebody may have mapped.
        try remove(name)
        let descriptor = unsafe open(location, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SegmentStoreError(errno, "create", location) }
        return DiskFile(descriptor: descriptor, path: location)
    }

    package func map(_ name: String) throws(SegmentStoreError) -> MappedMemory? {
        let location = location(name)
        let descriptor = unsafe open(location, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SegmentStoreError(errno, "open", location)
        }
        defer { close(descriptor) }
        return try MappedMemory(mapping: descriptor, path: location)
    }

    package func rename(_ name: String, to newName: String) throws(SegmentStoreError) {
        guard unsafe Glibc.rename(location(name), location(newName)) == 0 else {
            throw SegmentStoreError(errno, "rename", location(name))
        }
    }

    package func remove(_ name: String) throws(SegmentStoreError) {
        guard unsafe unlink(location(name)) == 0 || errno == ENOENT else {
            throw SegmentStoreError(errno, "remove", location(name))
        }
    }

    package func synchronise() throws(SegmentStoreError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SegmentStoreError(errno, "open the folder", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SegmentStoreError(errno, "write the folder", path) }
    }

    package func lock() throws(SegmentStoreError) -> any FolderLock {
        try DiskLock(path: location("writer.lock"))
    }

    package func isMapped(_ name: String) -> Bool {
        var status = stat()
        guard unsafe stat(location(name), &status) == 0 else { return false }
        return MappedFileCensus.contains(MappedFileCensus.Key(status))
    }

    package func link(_ name: String, into folder: any StoreFolder) throws(SegmentStoreError) -> Bool {
        guard let folder = folder as? DiskFolder else { return false }
        if unsafe Glibc.link(location(name), folder.location(name)) == 0 { return true }
        // Another device, a file system without links, a file that a writer has just removed.
        guard [EXDEV, EPERM, EMLINK, EOPNOTSUPP, ENOENT].contains(errno) else {
            throw SegmentStoreError(errno, "link", location(name))
        }
        return false
    }
}

extension SegmentStoreError {
    /// An error of the system.
    init(_ number: CInt, _ action: String, _ path: String) {
        let reason = unsafe String(cString: strerror(number))
        let isFull = number == ENOSPC || number == EDQUOT
        self.init(isFull ? .storageFull : .inputOutput, "cannot \(action) \(path): \(reason)")
    }
}
