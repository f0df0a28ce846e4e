// SPDX-License-Identifier: Apache-2.0

/// Why a model could not be loaded or used, and what to do about it.
public struct TextEmbeddingsError: Error, Hashable, Sendable {
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

        /// A file of the model that is absent or cannot be read.
        public static let unreadableFile = Code("unreadableFile")
        /// A file that should be JSON and is not, or lacks a member that it needs.
        public static let malformedJSON = Code("malformedJSON")
        /// A file of weights whose header or extent contradicts itself.
        public static let malformedWeights = Code("malformedWeights")
        /// A tensor that is absent, or has another shape or element type than the model's configuration says.
        public static let unexpectedTensor = Code("unexpectedTensor")
        /// A weight that is infinite or not a number.
        public static let notFinite = Code("notFinite")
        /// A vocabulary or a tokenizer's description that cannot be used.
        public static let malformedTokenizer = Code("malformedTokenizer")
        /// A well-formed model of a kind that this encoder does not compute.
        public static let unsupportedModel = Code("unsupportedModel")
        /// A parameter outside its range.
        public static let invalidParameter = Code("invalidParameter")
    }

    /// The same error, with the file that it is about in front.
    func naming(_ file: String) -> TextEmbeddingsError {
        TextEmbeddingsError(code, "\(file): \(message)")
    }
}

extension TextEmbeddingsError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
