// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

struct SentenceChunkerTests {
    @Test(
        "sentences end at marks before white space, and not within abbreviations, decimals or names",
        arguments: [
            ([], "no text"),
            (["One. ", "Two! ", "Three? ", "Four… ", "Five."], "marks"),
            (["He said “Go.” ", "(She stayed.) ", "\"Why?\" ", "Done."], "closing quotes and brackets"),
            (["\"Really?\" he asked. ", "Yes."], "a lower-case word goes on"),
            (["Pi is 3.14 or so. ", "See example.com/a.b now."], "full stops within words"),
            (["Dr. Smith met Prof. Jones et al. in Fig. 3. ", "They left."], "abbreviations"),
            (["Use it, e.g. Tuesdays, in the U.S. Senate with J. R. Ng. ", "Fine."], "initials and initialisms"),
            (["See No. 7 and (cf. Eq. 3) on p. 12. ", "He said no. ", "She left."], "abbreviations before numbers"),
            (["Wait... ", "What?! ", "No . . . ", "Yes."], "several marks"),
            (["これは本。", "「行く！」", "本当？ ", "はい。"], "ideographic marks"),
            (["كيف حالك؟ ", "بخير. ", "شكرا۔"], "Arabic marks"),
            (["यह है। ", "वह है॥"], "Devanagari marks"),
            (["A hard-wrapped\nline goes on.\n", "Next."], "line ends"),
            (["A heading\r\n\r\n", "text without a mark\n \n\n", "more"], "paragraphs"),
            (["  \n"], "white space alone"),
        ]
    )
    func sentences(expected: [String], what: String) {
        #expect(SentenceChunker.sentences(in: expected.joined()).map(String.init) == expected, "\(what)")
    }

    @Test("sentences join to the text", arguments: TextKind.allCases)
    func sentencesJoin(kind: TextKind) {
        for text in kind.samples {
            #expect(SentenceChunker.sentences(in: text).joined().utf8.elementsEqual(text.utf8))
        }
    }

    @Test(
        "packs whole sentences and repeats whole sentences",
        arguments: [
            (11, 0, ["One. Two. ", "Three. ", "Four."]),
            (12, 5, ["One. Two. ", "Two. Three. ", "ree. Four."]),
            (17, 7, ["One. Two. Three. ", "Three. Four."]),
            (17, 6, ["One. Two. Three. ", "hree. Four."]),
            (99, 9, ["One. Two. Three. Four."]),
        ]
    )
    func packs(maximum: Int, overlap: Int, expected: [String]) throws {
        let chunks = try SentenceChunker(maximum: maximum, overlap: overlap)
            .chunks(of: Document(id: "d", text: "One. Two. Three. Four."))
        #expect(chunks.map(\.text) == expected)
    }

    @Test("a sentence longer than a chunk is cut between words, and its rest is packed with the next sentence")
    func longSentence() throws {
        let chunks = try SentenceChunker(maximum: 20)
            .chunks(of: Document(id: "d", text: "Hi. One two three four five six. So it is. Yes."))
        #expect(chunks.map(\.text) == ["Hi. ", "One two three four ", "five six. So it is. ", "Yes."])
    }

    @Test("chunks end and begin as the cut and overlap laws say", arguments: [(30, 0), (30, 12), (60, 20), (60, 59)])
    func laws(maximum: Int, overlap: Int) throws {
        for kind in TextKind.allCases {
            for text in kind.samples {
                let chunks = try SentenceChunker(maximum: maximum, overlap: overlap)
                    .chunks(of: Document(id: "d", text: text))
                let places = Places(text)
                for (chunk, next) in zip(chunks, chunks.dropFirst()) {
                    let start = places.character(at: chunk.utf8Range.lowerBound)
                    let end = places.character(at: chunk.utf8Range.upperBound)
                    let previous = chunk.id.ordinal == 0 ? 0 : chunks[chunk.id.ordinal - 1].utf8Range.upperBound
                    let ends = places.sentenceEnds.filter {
                        $0 > places.character(at: previous) && $0 <= start + maximum
                    }
                    if let last = ends.last { #expect(end == last) }
                    let expected = places.nextStart(from: start, to: end, maximum: maximum, overlap: overlap)
                    #expect(places.character(at: next.utf8Range.lowerBound) == expected)
                }
            }
        }
    }
}

/// The Characters and sentences of a text by number, and the overlap law said over them.
private struct Places {
    private let characterOfOffset: [Int: Int]
    let sentenceEnds: [Int]

    init(_ text: String) {
        let indices = text.indices + [text.endIndex]
        self.characterOfOffset = Dictionary(
            uniqueKeysWithValues: indices.enumerated().map { (text.utf8Offset(of: $1), $0) }
        )
        var end = 0
        self.sentenceEnds = SentenceChunker.sentences(in: text).map { sentence in
            end += sentence.count
            return end
        }
    }

    func character(at offset: Int) -> Int { characterOfOffset[offset, default: -1] }

    func nextStart(from start: Int, to end: Int, maximum: Int, overlap: Int) -> Int {
        let sentence = sentenceEnds.first { $0 > end } ?? end
        let following = sentence - end <= maximum ? sentence : end + 1
        let fitting = (start + 1..<max(start + 1, end)).filter { end - $0 <= overlap && following - $0 <= maximum }
        if let sentenceStart = fitting.first(where: sentenceEnds.contains) { return sentenceStart }
        let lastSentence = max(start, sentenceEnds.last { $0 < end } ?? 0)
        return end - lastSentence > overlap ? fitting.first ?? end : end
    }
}
