// SPDX-License-Identifier: Apache-2.0
import RAGCore
import Testing

struct ChunkSizeTests {
    @Test(
        "sizes that make no sense are refused, and the message says what to do",
        arguments: [
            (0, 0, "raise the maximum"), (-3, 0, "raise the maximum"), (10, -1, "raise it"),
            (10, 10, "choose an overlap below the maximum"), (10, 11, "choose an overlap below the maximum"),
        ]
    )
    func refused(maximum: Int, overlap: Int, advice: String) {
        let attempts: [() throws -> ChunkSize] = [
            { try ChunkSize(maximum: maximum, overlap: overlap) },
            { try RecursiveChunker(maximum: maximum, overlap: overlap).size },
            { try SentenceChunker(maximum: maximum, overlap: overlap).size },
        ]
        for attempt in attempts {
            let error = #expect(throws: RAGCoreError.self) { try attempt() }
            #expect(error?.code == .invalidChunkSize)
            #expect(error?.description.contains(advice) == true)
        }
    }

    @Test("the smallest size and the largest overlap are allowed")
    func bounds() throws {
        #expect(try ChunkSize(maximum: 1).overlap == 0)
        #expect(try ChunkSize(maximum: 10, overlap: 9).maximum == 10)
    }
}
