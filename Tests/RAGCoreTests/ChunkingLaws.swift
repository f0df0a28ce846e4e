// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Synchronization

/// Places and sizes in a text, found without the chunkers' own arithmetic.
struct MeasuredText {
    let bytes: [UInt8]

    /// The UTF-8 offsets between Characters, both ends included.
    let characterBoundaries: Set<Int>

    init(_ text: String) {
        self.bytes = Array(text.utf8)
        self.characterBoundaries = Set((text.indices + [text.endIndex]).map { text.utf8Offset(of: $0) })
    }

    func slice(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}

extension String {
    func utf8Offset(of index: Index) -> Int { utf8.distance(from: startIndex, to: index) }
}

/// A counter that remembers what it was asked, so that a test learns the units of a text and the work that was done.
final class TokenLog: Sendable {
    private let tokens = Mutex<[Substring]>([])

    /// A counter that gives each token the size of a function.
    func measure(sizedBy size: @escaping @Sendable (Substring) -> Int = { _ in 1 }) -> ChunkMeasure {
        .tokens { token in
            self.tokens.withLock { $0.append(token) }
            return size(token)
        }
    }

    var calls: [String] { tokens.withLock { $0.map(String.init) } }

    /// Where each counted token begins.
    var starts: [Int] {
        tokens.withLock { tokens in tokens.map { $0.base.utf8Offset(of: $0.startIndex) } }
    }
}

extension MeasuredText {
    /// The laws of ``Chunker`` that some chunks break, but for the maximum, which needs the measure.
    func violations(by chunks: [Chunk], of document: DocumentID) -> Set<String> {
        var violations: Set<String> = []
        func require(_ law: String, _ holds: Bool) { if !holds { violations.insert(law) } }
        var joined: [UInt8] = []
        var previous = 0..<0
        for (ordinal, chunk) in chunks.enumerated() {
            let range = chunk.utf8Range
            require("named in order", chunk.id == ChunkID(document: document, ordinal: ordinal))
            require("begins between Characters", characterBoundaries.contains(range.lowerBound))
            require("ends between Characters", characterBoundaries.contains(range.upperBound))
            require("is its slice", chunk.text.utf8.elementsEqual(bytes[range]))
            require("is not empty", !range.isEmpty)
            require("starts increase", ordinal == 0 || range.lowerBound > previous.lowerBound)
            require("ends increase", range.upperBound > previous.upperBound)
            require("leaves no gap", range.lowerBound <= previous.upperBound)
            joined += chunk.text.utf8.dropFirst(previous.upperBound - range.lowerBound)
            previous = range
        }
        require("joins to the text", joined == bytes)
        return violations
    }
}
