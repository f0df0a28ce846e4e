// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Finds the files below a path, in the order of the bytes of their relative paths.
///
/// Names that start with a dot are hidden and left out. A symbolic link to a file is read as that file; a symbolic link
/// to a folder is not entered, only counted, so that no cycle can be walked and no file is found twice. The path itself
/// may be a link. Sockets, pipes and devices are counted as files of an unknown kind.
package struct FileWalk {
    /// A file with documents.
    package struct File: Hashable, Sendable {
        /// Where it is.
        package var path: String
        /// Its path below the root, with `/` between the names; of a root that is a file, its name.
        package var relativePath: String
        /// What it holds.
        package var kind: FileKind

        /// Its length in bytes as it is stored; 0 where that cannot be found out.
        package var byteCount: Int { GzipInput.byteCount(ofFile: path) ?? 0 }
    }

    /// How many files were left out because of their kind, by extension in lower case without the dot.
    package private(set) var unknownFiles: [String: Int] = [:]

    /// How many symbolic links to folders were not entered.
    package private(set) var linkedFolders = 0

    /// The folder that is not entered, behind all symbolic links.
    private let excludedFolder: String?

    /// What is still to be visited, the next one last.
    private var pending: [Entry]

    fileprivate struct Entry {
        var path: String
        var relativePath: String
        /// What the entry is, or `nil` where its attributes cannot be read.
        var type: FileAttributeType?
    }

    /// Starts at a file or folder.
    ///
    /// - Parameters:
    ///   - path: A file or folder; absolute, or relative to the current folder.
    ///   - excludedFolder: A folder that is not entered where it lies below the path; nothing in it is counted.
    /// - Throws: ``CorpusError`` with the code `notFound` or `unreadable`.
    package init(path: String, excluding excludedFolder: String? = nil) throws(CorpusError) {
        guard !path.isEmpty, let type = Self.type(of: Self.resolved(path)) else {
            throw CorpusError(.notFound, file: path, "no such file or folder; check the path")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        self.excludedFolder = excludedFolder.map(Self.resolved)
        self.pending = [Entry(path: path, relativePath: type == .typeDirectory ? "" : name, type: type)]
    }

    /// The next file, or `nil` at the end.
    ///
    /// - Returns: A file of a known kind.
    /// - Throws: ``CorpusError`` with the code `unreadable` for a folder that cannot be listed, a link that leads nowhere
    ///   and a name that is not UTF-8.
    /// - Complexity: O(*n* log *n*) in the number of a folder's entries, once per folder.
    package mutating func next() throws(CorpusError) -> File? {
        while let entry = pending.popLast() {
            switch entry.type {
            case .typeDirectory:
                try enter(entry)
            case .typeSymbolicLink:
                if let file = try follow(entry) { return file }
            case nil where FileKind(fileName: entry.path) != nil:
                throw CorpusError(.unreadable, file: entry.path, "cannot be found under this name; rename it in UTF-8")
            default:
                if let file = admit(entry) { return file }
            }
        }
        return nil
    }

    private mutating func enter(_ folder: Entry) throws(CorpusError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw CorpusError(.unreadable, file: folder.path, "the folder cannot be listed; check its permissions")
        }
        let entries = names.filter { !$0.hasPrefix(".") }.map { name in
            let path = folder.path.hasSuffix("/") ? folder.path + name : folder.path + "/" + name
            let relativePath = folder.relativePath.isEmpty ? name : folder.relativePath + "/" + name
            return Entry(path: path, relativePath: relativePath, type: Self.type(of: path))
        }.filter { !isExcluded($0) }
        pending += entries.sorted { $1.orderingKey.lexicographicallyPrecedes($0.orderingKey) }
    }

    private func isExcluded(_ entry: Entry) -> Bool {
        guard let excludedFolder, entry.type == .typeDirectory else { return false }
        return Self.resolved(entry.path) == excludedFolder
    }

    private mutating func follow(_ link: Entry) throws(CorpusError) -> File? {
        let type = Self.type(of: Self.resolved(link.path))
        switch type {
        case .typeDirectory:
            linkedFolders += 1
            return nil
        case nil, .typeSymbolicLink:
            guard FileKind(fileName: link.path) != nil else { return admit(link) }
            throw CorpusError(.unreadable, file: link.path, "the symbolic link leads nowhere; remove or repair it")
        default:
            return admit(Entry(path: link.path, relativePath: link.relativePath, type: type))
        }
    }

    /// The file of an entry of a known kind; of any other kind the entry is counted.
    private mutating func admit(_ entry: Entry) -> File? {
        if let kind = FileKind(fileName: entry.path), entry.type == .typeRegular {
            return File(path: entry.path, relativePath: entry.relativePath, kind: kind)
        }
        let name = entry.relativePath.split(separator: "/").last ?? ""
        let dot = name.lastIndex(of: ".")
        unknownFiles[dot.map { name[name.index(after: $0)...].lowercased() } ?? "", default: 0] += 1
        return nil
    }

    /// The absolute path of what is at a path, behind all symbolic links.
    private static func resolved(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }

    /// The type of what is at a path, without following a link.
    private static func type(of path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}

extension FileWalk.Entry {
    /// Orders the entries of one folder as the relative paths of the files below them are ordered.
    fileprivate var orderingKey: String.UTF8View {
        (type == .typeDirectory ? relativePath + "/" : relativePath).utf8
    }
}
