// SPDX-License-Identifier: Apache-2.0

/// The place in which a store keeps its files: a folder of the file system, or memory.
///
/// This is the seam between a store and the outside. Every call may fail, and the store stays whole whichever does; tests
/// put a folder in between that fails on purpose. Names have no slashes.
package protocol StoreFolder: Sendable {
    /// What to call the place in errors.
    var path: String { get }

    /// Makes the place ready for files.
    func prepare() throws(SegmentStoreError)

    /// The names of all files in it.
    func names() throws(SegmentStoreError) -> [String]

    /// Makes an empty file, in place of the one of that name if there is one.
    func create(_ name: String) throws(SegmentStoreError) -> any StoreFile

    /// The contents of a file, which stay readable after the file is removed; `nil` where there is none.
    func map(_ name: String) throws(SegmentStoreError) -> MappedMemory?

    /// Renames a file over another: at every moment one of the two has the new name.
    func rename(_ name: String, to newName: String) throws(SegmentStoreError)

    /// Removes a file; one that is not there is no error.
    func remove(_ name: String) throws(SegmentStoreError)

    /// Waits until the names of the files are durable.
    func synchronise() throws(SegmentStoreError)

    /// Takes the one lock that a writer needs, without waiting.
    ///
    /// - Throws: A ``SegmentStoreError`` of code `locked` that names the holder where it is known.
    func lock() throws(SegmentStoreError) -> any FolderLock

    /// Whether this process has the file mapped.
    func isMapped(_ name: String) -> Bool

    /// Makes the same file available in another folder, without a copy of its bytes.
    ///
    /// - Returns: Whether that was possible; where it was not, the bytes have to be copied.
    func link(_ name: String, into folder: any StoreFolder) throws(SegmentStoreError) -> Bool
}

/// A file that is being written.
package protocol StoreFile: AnyObject {
    /// Appends bytes.
    ///
    /// - Returns: How many of them, from the first, were taken: at least one of one or more.
    func write(_ bytes: RawSpan) throws(SegmentStoreError) -> Int

    /// Waits until the contents are durable.
    func synchronise() throws(SegmentStoreError)

    /// Ends writing; a file that is released without it is closed too.
    func close() throws(SegmentStoreError)
}

/// The lock of a writer, held as long as this lives, and given up by the kernel when the process ends in any way.
package protocol FolderLock: AnyObject, Sendable {}
