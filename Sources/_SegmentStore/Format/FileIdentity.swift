// SPDX-License-Identifier: Apache-2.0

/// What tells two files of a store apart without reading them: the length, and the checksum of the directory.
///
/// The directory has the checksums of all sections, so files of one identity have the same contents. A manifest names the
/// identity of each file; a file that was exchanged for another is noticed when it is opened.
package struct FileIdentity: Hashable, Sendable {
    /// The length of the file.
    package var byteCount: Int

    /// The CRC-32 of the file's directory.
    package var checksum: UInt32
}
