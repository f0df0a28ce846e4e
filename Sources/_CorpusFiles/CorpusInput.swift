// SPDX-License-Identifier: Apache-2.0

/// What a user names as a source of documents.
package enum CorpusInput: Hashable, Sendable {
    /// A file, or a folder that is walked.
    case path(String)

    /// JSON Lines on standard input, plain or gzip-compressed.
    case standardInput

    /// Reads a command-line argument: `-` is standard input, anything else a path.
    ///
    /// - Parameter argument: The argument.
    package init(argument: String) {
        self = argument == "-" ? .standardInput : .path(argument)
    }
}
