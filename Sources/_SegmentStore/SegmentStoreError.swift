// SPDX-License-Identifier: Apache-2.0

/// Why files could not be written or read back, and what to do about it.
package struct SegmentStoreError: Error, Hashable, Sendable {
    /// The kind of error.
    package var code: Code

    /// What went wrong and what to do, for a person.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A kind of error.
    package enum Code: Hashable, Sendable {
        /// The file system refused; the message has its reason.
        case inputOutput
        /// A folder or file that was not written by this store.
        case foreign
        /// A file of a format version that this build does not read.
        case unsupportedVersion
        /// A file that is cut short, altered or contradicts itself.
        case corrupted
    }
}

extension SegmentStoreError: CustomStringConvertible {
    package var description: String { message }
}
