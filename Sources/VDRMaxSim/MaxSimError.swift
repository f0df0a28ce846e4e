// SPDX-License-Identifier: Apache-2.0

/// Why multi-vectors could not be made or scored, and what to do about it.
public struct MaxSimError: Error, Hashable, Sendable {
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

        init(_ description: String) { self.description = description }

        /// A multi-vector without rows.
        public static let noRows = Code("noRows")
        /// Values that do not fill whole rows, or rows of another length than expected.
        public static let dimensionMismatch = Code("dimensionMismatch")
        /// A value that is not a finite number.
        public static let notFinite = Code("notFinite")
        /// Row offsets that do not ascend from 0 to the number of rows, or too few or too many weights.
        public static let invalidOffsets = Code("invalidOffsets")
        /// A parameter outside its range.
        public static let invalidParameter = Code("invalidParameter")
        /// Bytes that are not an array in NumPy's format.
        public static let malformedArray = Code("malformedArray")
        /// A page whose identifier is in the index already.
        public static let duplicatePage = Code("duplicatePage")
    }
}

extension MaxSimError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
