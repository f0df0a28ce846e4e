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

    /// The bytes of all files below it, as they are stored, or `nil` where nobody knows before they are read.
    ///
    /// - Complexity: O(files): every one is looked at, none is opened.
    package var byteCount: Int? {
        guard case .path(let path) = self, var walk = try? FileWalk(path: path) else { return nil }
        var sum = 0
        do {
            while let file = try walk.next() { sum += file.byteCount }
        } catch {
            return nil
        }
        return sum
    }
}
