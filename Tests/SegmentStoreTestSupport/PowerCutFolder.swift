// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
package import _SegmentStore

/// A folder that forgets, when the power is cut, whatever was not synchronised, or any part of it.
///
/// What it models is what POSIX leaves open and file systems have been found to do (Pillai et al. 2014, "All File Systems
/// Are Not Created Equal", https://www.usenix.org/conference/osdi14/technical-sessions/presentation/pillai): contents that
/// were not flushed are lost, cut short or zero, and changes of names that were not flushed have happened or not, each by
/// itself.
package final class PowerCutFolder: StoreFolder {
    private struct Content {
        var bytes: [UInt8] = []
        var isDurable = false
    }

    /// A change of names.
    private enum Change {
        case set(String, Int)
        case move(String, String, Int)
        case remove(String)

        func apply(to names: inout [String: Int]) {
            switch self {
            case .set(let name, let file): names[name] = file
            case .remove(let name): names[name] = nil
            case .move(let name, let newName, let file):
                names[name] = nil
                names[newName] = file
            }
        }
    }

    private struct State {
        var contents: [Content] = []
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        var pending: [Change] = []

        mutating func change(_ change: Change) {
            change.apply(to: &names)
            pending.append(change)
        }
    }

    private let state = Mutex(State())

    package let path = "power cut"

    /// Makes an empty folder.
    package init() {}

    /// What is found when the power is back.
    ///
    /// - Parameter generator: Says what of all that was not synchronised is lost.
    /// - Returns: The files that are left.
    /// - Throws: Nothing that memory can cause.
    package func afterPowerCut(
        using generator: inout some RandomNumberGenerator
    ) throws(SegmentStoreError) -> MemoryFolder {
        let state = state.withLock { $0 }
        var names = state.durableNames
        for change in state.pending where Bool.random(using: &generator) { change.apply(to: &names) }
        let folder = MemoryFolder(path: "after the power cut")
        for (name, file) in names.sorted(by: { $0.key < $1.key }) {
            var content = state.contents[file]
            if !content.isDurable {
                content.bytes.removeLast(Int.random(in: 0...content.bytes.count, using: &generator))
                if Bool.random(using: &generator) { content.bytes = content.bytes.map { _ in 0 } }
            }
            let copy = folder.create(name)
            _ = try unsafe copy.write(content.bytes.span.bytes)
            try copy.close()
        }
        return folder
    }

    package func prepare() {}

    package func names() -> [String] { state.withLock { $0.names.keys.sorted() } }

    package func create(_ name: String) -> any StoreFile {
        let file = state.withLock { state in
            state.contents.append(Content())
            state.change(.set(name, state.contents.count - 1))
            return state.contents.count - 1
        }
        return File(file, folder: self)
    }

    package func map(_ name: String) -> MappedMemory? {
        let bytes = state.withLock { state in state.names[name].map { state.contents[$0].bytes } }
        return bytes.map { MappedMemory(copying: $0) }
    }

    package func rename(_ name: String, to newName: String) throws(SegmentStoreError) {
        let isThere = state.withLock { state in
            guard let file = state.names[name] else { return false }
            state.change(.move(name, newName, file))
            return true
        }
        guard isThere else { throw SegmentStoreError(.inputOutput, "cannot rename \(name): it is not there") }
    }

    package func remove(_ name: String) {
        state.withLock { state in
            if state.names[name] != nil { state.change(.remove(name)) }
        }
    }

    package func synchronise() {
        state.withLock { state in
            state.durableNames = state.names
            state.pending = []
        }
    }

    package func lock() -> any FolderLock { Lock() }

    package func isMapped(_ name: String) -> Bool { false }

    package func link(_ name: String, into folder: any StoreFolder) -> Bool { false }

    private final class Lock: FolderLock {}

    private final class File: StoreFile {
        private let file: Int
        private let folder: PowerCutFolder

        init(_ file: Int, folder: PowerCutFolder) {
            self.file = file
            self.folder = folder
        }

        func write(_ bytes: RawSpan) -> Int {
            let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
            folder.state.withLock { $0.contents[file].bytes += copy }
            return copy.count
        }

        func synchronise() { folder.state.withLock { $0.contents[file].isDurable = true } }

        func close() {}
    }
}
