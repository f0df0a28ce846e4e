// SPDX-License-Identifier: Apache-2.0

/// Why indexing or searching was refused, and what to do about it.
public struct HybridSearchError: Error, Sendable {
    /// The kind of error.
    public var code: Code

    /// What went wrong and what to do, for a person.
    public var message: String

    /// The error of a layer below that led to this one, if any.
    public var underlying: (any Error)?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of error.
    ///   - message: What went wrong and what to do.
    ///   - underlying: The error of a layer below that led to this one.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// A kind of error; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as text.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// A parameter outside its range, such as a negative `k1`.
        public static let invalidParameter = Code("invalidParameter")
        /// A document whose identifier is in the index already.
        public static let duplicateDocument = Code("duplicateDocument")
        /// A vector of another length than the index holds.
        public static let dimensionMismatch = Code("dimensionMismatch")
        /// A vector with a value that is not a finite number.
        public static let notFinite = Code("notFinite")
        /// A vector of length 0 in an index that compares by the cosine.
        public static let zeroVector = Code("zeroVector")
        /// An index whose embeddings are of another kind than the configuration given says.
        public static let vectorFieldMismatch = Code("vectorFieldMismatch")
        /// A vector for some documents and none for others, or a search by vector where none are stored.
        public static let missingVector = Code("missingVector")
        /// An index made with another analyser than the one given.
        public static let analyzerMismatch = Code("analyzerMismatch")
        /// A language that the system's stemming library does not know.
        public static let missingStemmer = Code("missingStemmer")
        /// A model that was to order the hits threw, or broke its laws.
        public static let rerankingFailed = Code("rerankingFailed")
        /// A query that cannot be read; the message names the column.
        public static let invalidQuery = Code("invalidQuery")
        /// A folder that holds no index, or one of something else.
        public static let notAnIndex = Code("notAnIndex")
        /// An index of a format version that this build does not read.
        public static let unsupportedVersion = Code("unsupportedVersion")
        /// An index whose files are cut short, altered or contradict each other.
        public static let corruptedIndex = Code("corruptedIndex")
        /// Another writer, of this process or of another one, holds the index.
        public static let locked = Code("locked")
        /// A change that was made for an older state of the index.
        public static let conflict = Code("conflict")
        /// A commit that may or may not be kept; open the writer again to see.
        public static let uncertain = Code("uncertain")
        /// The file system refused to read or write.
        public static let inputOutput = Code("inputOutput")
    }
}

extension HybridSearchError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
