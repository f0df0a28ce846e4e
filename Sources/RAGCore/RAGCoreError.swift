// SPDX-License-Identifier: Apache-2.0

/// Why a value could not be made, and what to do about it.
public struct RAGCoreError: Error, Hashable, Sendable {
    /// The kind of error.
    public var code: Code

    /// What went wrong and what to do, for a person.
    public var message: String

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of error.
    ///   - message: What went wrong and what to do.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A kind of error; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// Chunk size or overlap make no sense together.
        public static let invalidChunkSize = Code("invalidChunkSize")
        /// A filter that cannot be read; the message names the column.
        public static let invalidFilter = Code("invalidFilter")
    }
}

extension RAGCoreError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
