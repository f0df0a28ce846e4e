// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The calls to the file system that a store needs, durable where it matters.
enum FileSystem {
    /// Writes a new file and waits until it is on the disk.
    static func write(_ file: SectionedFile, to path: String) throws(SegmentStoreError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", path) }
        do throws(SegmentStoreError) {
            try write(file.header()[...], to: descriptor, path: path)
            for section in file.sections { try write(section, to: descriptor, path: path) }
            guard fsync(descriptor) == 0 else { throw failure("write", path) }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw failure("close", path) }
    }

    private static func write(
        _ bytes: ArraySlice<UInt8>, to descriptor: CInt, path: String
    ) throws(SegmentStoreError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw failure("write", path) }
            rest = rest.dropFirst(written)
        }
    }

    /// All bytes of a file, or `nil` where there is no such file.
    static func read(_ path: String) throws(SegmentStoreError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("open", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure("read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SegmentStoreError(.foreign, "\(path) is not a regular file; give the folder of an index")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes[filled...].withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return Array(bytes[..<filled]) }
            filled += count
        }
        return bytes
    }

    /// Renames a file over another, atomically.
    static func rename(_ path: String, to destination: String) throws(SegmentStoreError) {
        guard unsafe Glibc.rename(path, destination) == 0 else { throw failure("rename", path) }
    }

    /// Removes a file; one that is not there is no error.
    static func remove(_ path: String) {
        unsafe unlink(path)
    }

    /// Makes a folder and those above it; one that is there is no error.
    static func createFolder(_ path: String) throws(SegmentStoreError) {
        var prefix = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            prefix += "/" + component
            guard unsafe mkdir(prefix, 0o755) == 0 || errno == EEXIST || errno == EISDIR || isFolder(prefix) else {
                throw failure("create the folder", prefix)
            }
        }
        guard isFolder(path) else {
            throw SegmentStoreError(.foreign, "\(path) is not a folder; give one that is or does not exist")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder.
    static func entries(of path: String) throws(SegmentStoreError) -> [String] {
        guard let folder = unsafe opendir(path) else { throw failure("read the folder", path) }
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

    /// Waits until the names in a folder are on the disk.
    static func synchroniseFolder(_ path: String) throws(SegmentStoreError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write the folder", path) }
    }

    private static func failure(_ action: String, _ path: String) -> SegmentStoreError {
        let reason = unsafe String(cString: strerror(errno))
        return SegmentStoreError(.inputOutput, "cannot \(action) \(path): \(reason)")
    }
}
