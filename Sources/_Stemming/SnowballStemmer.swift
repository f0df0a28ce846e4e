// SPDX-License-Identifier: Apache-2.0
internal import CStemmer
internal import Synchronization

/// A stemmer of the Snowball project: it cuts words of one language to their stems.
///
/// The library keeps its result in the stemmer, so calls take turns. Engines remember the stem of every distinct word,
/// and so ask once a word.
package final class SnowballStemmer: Sendable {
    /// The language, by the name that Snowball gives it, such as `english`.
    package let language: String

    private let handle: Mutex<StemmerHandle>

    /// Creates the stemmer of a language; fails for one that the installed library does not have.
    ///
    /// - Parameter language: A name that Snowball knows, such as `english` or `german`.
    package init?(language: String) {
        guard let stemmer = unsafe sb_stemmer_new(language, "UTF_8") else { return nil }
        self.language = language
        self.handle = unsafe Mutex(StemmerHandle(stemmer: stemmer))
    }

    /// The stem of a word.
    ///
    /// - Parameter word: A word in lower case.
    /// - Returns: Its stem, or the word itself where no rule applies.
    package func stem(_ word: String) -> String {
        handle.withLock { $0.stem(word) }
    }
}

/// Owns the library's stemmer.
@safe
private struct StemmerHandle: ~Copyable {
    private let stemmer: OpaquePointer

    init(stemmer: OpaquePointer) { unsafe self.stemmer = stemmer }

    deinit { unsafe sb_stemmer_delete(stemmer) }

    func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard let result = unsafe sb_stemmer_stem(stemmer, bytes, Int32(bytes.count)) else { return word }
        let length = unsafe Int(sb_stemmer_length(stemmer))
        return unsafe String(decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
    }
}
