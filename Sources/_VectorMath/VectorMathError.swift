// SPDX-License-Identifier: Apache-2.0

/// Why numbers could not be read or computed with, and what to do about it.
package struct VectorMathError: Error, Hashable, Sendable {
    /// The kind of error.
    package var code: Code

    /// What went wrong and what to do, for a person.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A kind of error.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let description: String

        private init(_ description: String) { self.description = description }

        /// Bytes that are not an array in NumPy's format.
        package static let malformedArray = Code("malformedArray")
        /// A well-formed array of another shape or element type than the caller can use.
        package static let unexpectedArray = Code("unexpectedArray")
        /// A file that cannot be opened or mapped.
        package static let unreadableFile = Code("unreadableFile")
        /// A LAPACK routine reported failure.
        package static let decompositionFailed = Code("decompositionFailed")
    }
}

extension VectorMathError: CustomStringConvertible {
    package var description: String { message }
}
