// SPDX-License-Identifier: Apache-2.0
internal import CStemmer
internal import Synchronization

/// One stemmer of the library, which serves one caller at a time.
final class StemmerHandle: Sendable {
    private let stemmer: Mutex<OwnedStemmer>

    init?(_ algorithm: String) {
        guard let owned = OwnedStemmer(algorithm) else { return nil }
        stemmer = Mutex(owned)
    }

    /// The stem of a word, once the stemmer is free.
    func stem(_ word: String) -> String { stemmer.withLock { $0.stem(word) } }

    /// The stem of a word, or `nil` where another caller has the stemmer.
    func stemIfFree(_ word: String) -> String? { stemmer.withLockIfAvailable { $0.stem(word) } }
}

/// The library's object, deleted with this value.
@safe
private struct OwnedStemmer: ~Copyable {
    private let pointer: OpaquePointer

    init?(_ algorithm: String) {
        guard let pointer = unsafe sb_stemmer_new(algorithm, "UTF_8") else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe sb_stemmer_delete(pointer) }

    /// The stem, copied out before the library writes the next one.
    mutating func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard let size = Int32(exactly: bytes.count) else { return word }
        guard let stem = unsafe sb_stemmer_stem(pointer, bytes, size) else { return word }
        let length = unsafe Int(sb_stemmer_length(pointer))
        return unsafe String(decoding: UnsafeBufferPointer(start: stem, count: length), as: UTF8.self)
    }
}
