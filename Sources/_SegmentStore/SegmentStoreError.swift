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

    /// A kind of error; more may be added.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        package let description: String

        private init(_ description: String) { self.description = description }

        /// The file system refused; the message has its reason.
        package static let inputOutput = Code("inputOutput")
        /// The disk or the quota is full.
        package static let storageFull = Code("storageFull")
        /// A folder or file that was not written by this store.
        package static let foreign = Code("foreign")
        /// A file of a format version that this build does not read.
        package static let unsupportedVersion = Code("unsupportedVersion")
        /// A file that is cut short, altered or contradicts itself.
        package static let corrupted = Code("corrupted")
        /// Another writer, of this process or of another one, holds the store.
        package static let locked = Code("locked")
        /// A change that was made for an older state of the store and does not fit the present one.
        package static let conflict = Code("conflict")
        /// A commit that may or may not be kept; see ``StoreWriter/reload()``.
        package static let uncertain = Code("uncertain")
    }
}

extension SegmentStoreError: CustomStringConvertible {
    package var description: String { message }
}
