// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import TextEmbeddings

/// The real vocabulary on many lines of real text; `Fixtures/make_token_digests.py` asks the reference for what to expect.
@Suite(.needsFetchedModel)
struct TokenizerReferenceTests {
    private static let folder = ProcessInfo.processInfo.environment["RAG_TOKENIZER_REFERENCE"].map { URL(filePath: $0) }

    private static var isPresent: Bool {
        guard folder == nil else { return true }
        print("SKIPPED: RAG_TOKENIZER_REFERENCE names no folder; Fixtures/make_token_digests.py writes one")
        return false
    }

    @Test(
        "tokens and offsets of 100,000 package descriptions are those of the reference",
        .enabled("needs digests of the reference's tokens") { isPresent })
    func lines() throws {
        let folder = try #require(Self.folder)
        let tokenizer = try WordPieceTokenizer(
            tokenizerJSON: [UInt8](Data(contentsOf: URL(filePath: FetchedModel.folder + "/tokenizer.json"))))
        let lines = try String(contentsOf: folder.appending(path: "lines.jsonl"), encoding: .utf8)
            .split(separator: "\n").map { try JSONDecoder().decode(String.self, from: Data($0.utf8)) }
        let digests = try String(contentsOf: folder.appending(path: "digests.txt"), encoding: .utf8)
            .split(separator: "\n").compactMap { UInt64($0, radix: 16) }
        try #require(lines.count == digests.count && !lines.isEmpty)
        var tokens = 0
        var wrong = 0
        let time = ContinuousClock().measure {
            for (line, digest) in zip(lines, digests) {
                let text = tokenizer.tokenize(line)
                tokens += text.count
                if Self.digest(of: text) != digest { wrong += 1 }
            }
        }
        print("measured: \(lines.count) lines, \(tokens) tokens in \(time), \(wrong) lines differ from the reference")
        #expect(wrong == 0)
    }

    private static func digest(of text: TokenizedText) -> UInt64 {
        var digest = FNV1a()
        let places = text.offsets.dropFirst().dropLast().flatMap { [$0.lowerBound, $0.upperBound] }
        for word in text.tokens.map(UInt32.init) + places.map({ UInt32($0) }) {
            for byte in 0..<4 as Range<UInt32> { digest.combine(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
        }
        return digest.value
    }
}
