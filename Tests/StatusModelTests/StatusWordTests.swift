// SPDX-License-Identifier: Apache-2.0
import StatusModel
import Testing

struct StatusWordTests {
    @Test("the changes that lead to a word give a status with that word", arguments: StatusWord.allCases)
    func roundTrip(word: StatusWord) throws {
        for lane in Lane.allCases {
            var status = DocumentStatus(receivedAt: Sample.now)
            for change in word.changes(lane: lane) { try status.reduce(change, at: Sample.now) }
            #expect(StatusWord(status) == word)
        }
    }

    @Test(
        "each word shows the percentage that clients know",
        arguments: [
            (StatusWord.validating, 0.0), (.queued, 5), (.processingStarted, 10), (.extractingText, 20),
            (.processingVisuals, 40), (.chunking, 80), (.convertingPages, 20), (.embeddingPages, 30), (.storing, 85),
            (.completed, 100),
        ])
    func percentages(word: StatusWord, percent: Double) throws {
        var status = DocumentStatus(receivedAt: Sample.now)
        for change in word.changes() { try status.reduce(change, at: Sample.now) }
        #expect(status.percent == percent)
    }

    @Test("embedding pages goes from 30 to 80 percent as pages are done")
    func pages() throws {
        var status = try Sample.processing([.vdr])
        try status.reduce(.stageStarted(.vdr, .embeddingPages), at: Sample.now)
        var shown: [Double] = []
        for done in [0, 10, 20, 40] {
            try status.reduce(.progressed(.vdr, UnitCount(done: done, total: 40)), at: Sample.now)
            shown.append(status.percent)
        }
        #expect(shown == [30, 42.5, 55, 80])
    }

    @Test("of two lanes the less advanced one speaks")
    func slowestLane() throws {
        var status = try Sample.processing([.text, .vdr])
        try status.reduce(.stageStarted(.text, .embedding), at: Sample.now)
        try status.reduce(.stageStarted(.vdr, .rendering), at: Sample.now)
        #expect(StatusWord(status) == .convertingPages)
    }

    @Test("the fifteen words are spelled as clients spell them")
    func spelling() {
        let words = """
            uploaded validating queued processing_started converting_pages extracting_text processing_visuals \
            classifying_visuals chunking embedding embedding_pages storing completed failed cancelled
            """
        #expect(StatusWord.allCases.map(\.rawValue).joined(separator: " ") == words)
    }
}
