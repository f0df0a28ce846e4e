// SPDX-License-Identifier: Apache-2.0
internal import CStemmer

/// A stemmer of the system's `libstemmer`, in the edition of Snowball that the system has.
///
/// A stemmer of that library keeps the word that it works on, so it serves one caller at a time. This one holds a few of
/// them, and a caller takes one that is free; threads that index side by side rarely wait for each other.
package final class SnowballStemmer: Sendable {
    private let handles: [StemmerHandle]

    /// Creates a stemmer, or `nil` where the system's library has none of that name.
    ///
    /// - Parameter algorithm: The English name of a language, as the library knows it.
    package init?(_ algorithm: String) {
        var handles: [StemmerHandle] = []
        for _ in 0..<4 {
            guard let handle = StemmerHandle(algorithm) else { return nil }
            handles.append(handle)
        }
        self.handles = handles
    }

    /// The stem of a word.
    ///
    /// - Parameter word: A word in lower case, composed.
    /// - Returns: Its stem; the word itself where the library has no memory left.
    /// - Complexity: O(bytes of the word).
    package func stem(_ word: String) -> String {
        for handle in handles {
            if let stem = handle.stemIfFree(word) { return stem }
        }
        return handles[0].stem(word)
    }
}
