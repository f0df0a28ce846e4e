// SPDX-License-Identifier: Apache-2.0
internal import Synchronization
package import _SegmentStore

/// A folder whose calls fail where a test says so.
package final class FaultyFolder: StoreFolder {
    /// Which calls fail.
    package enum Fault: Sendable {
        case none
        /// One call, by its number from 0.
        case call(Int)
        /// One call and all after it.
        case callsFrom(Int)
        /// Writes beyond so many bytes in all, as on a full disk.
        case bytesFrom(Int)
        /// None, but each write takes no more than so many bytes.
        case shortWrites(Int)
    }

    private struct State {
        var fault: Fault
        var calls = 0
        var bytes = 0
        var hasFailed = false
    }

    private let folder: any StoreFolder
    private let state: Mutex<State>
    private let willCall: @Sendable () -> Void

    package var path: String { folder.path }

    /// Wraps a folder.
    ///
    /// - Parameters:
    ///   - folder: Where the files really are.
    ///   - fault: Which calls fail.
    ///   - willCall: Is called before each call.
    package init(_ folder: any StoreFolder, fault: Fault = .none, willCall: @escaping @Sendable () -> Void = {}) {
        self.folder = folder
        self.state = Mutex(State(fault: fault))
        self.willCall = willCall
    }

    /// Sets which calls fail from now on, and begins to count again.
    package func arm(_ fault: Fault) { state.withLock { $0 = State(fault: fault) } }

    /// Whether a call has failed since then.
    package var hasFailed: Bool { state.withLock(\.hasFailed) }

    fileprivate func call(_ action: String) throws(SegmentStoreError) {
        willCall()
        let fails = state.withLock { state in
            let fails =
                switch state.fault {
                case .call(let number): state.calls == number
                case .callsFrom(let number): state.calls >= number
                case .none, .bytesFrom, .shortWrites: false
                }
            state.calls += 1
            state.hasFailed = state.hasFailed || fails
            return fails
        }
        if fails { throw SegmentStoreError(.inputOutput, "cannot \(action): on purpose") }
    }

    /// How many of some bytes a write may take.
    fileprivate func room(for count: Int) throws(SegmentStoreError) -> Int {
        let room = state.withLock { state in
            switch state.fault {
            case .none, .call, .callsFrom: return count
            case .shortWrites(let most): return min(count, most)
            case .bytesFrom(let limit):
                let room = min(count, max(0, limit - state.bytes))
                state.bytes += room
                return room
            }
        }
        guard room > 0 || count == 0 else { throw SegmentStoreError(.storageFull, "cannot write: on purpose") }
        return room
    }

    package func prepare() throws(SegmentStoreError) {
        try call("prepare")
        try folder.prepare()
    }

    package func names() throws(SegmentStoreError) -> [String] {
        try call("read the folder")
        return try folder.names()
    }

    package func create(_ name: String) throws(SegmentStoreError) -> any StoreFile {
        try call("create \(name)")
        return FaultyFile(try folder.create(name), folder: self)
    }

    package func map(_ name: String) throws(SegmentStoreError) -> MappedMemory? {
        try call("map \(name)")
        return try folder.map(name)
    }

    package func rename(_ name: String, to newName: String) throws(SegmentStoreError) {
        try call("rename \(name)")
        try folder.rename(name, to: newName)
    }

    package func remove(_ name: String) throws(SegmentStoreError) {
        try call("remove \(name)")
        try folder.remove(name)
    }

    package func synchronise() throws(SegmentStoreError) {
        try call("synchronise")
        try folder.synchronise()
    }

    package func lock() throws(SegmentStoreError) -> any FolderLock {
        try call("lock")
        return try folder.lock()
    }

    package func isMapped(_ name: String) -> Bool { folder.isMapped(name) }

    package func link(_ name: String, into destination: any StoreFolder) throws(SegmentStoreError) -> Bool {
        try call("link \(name)")
        return try folder.link(name, into: destination)
    }

    private final class FaultyFile: StoreFile {
        private let file: any StoreFile
        private let folder: FaultyFolder

        init(_ file: any StoreFile, folder: FaultyFolder) {
            self.file = file
            self.folder = folder
        }

        func write(_ bytes: RawSpan) throws(SegmentStoreError) -> Int {
            try folder.call("write")
            let room = try folder.room(for: bytes.byteCount)
            return try file.write(bytes.extracting(first: room))
        }

        func synchronise() throws(SegmentStoreError) {
            try folder.call("synchronise a file")
            try file.synchronise()
        }

        func close() throws(SegmentStoreError) {
            try folder.call("close")
            try file.close()
        }
    }
}
