// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import rag

struct ProgressLineTests {
    @Test(
        "the line has the share, the rate and the time left",
        arguments: [
            (0.25, 12_000, nil, 4, "[###         ] 25 %, 12,000 documents, 3,000 a second, 12 s left"),
            (0.5, 100, 90_000, 90, "[######      ] 50 %, 100 documents, 1,000 tokens a second, 1 min 30 s left"),
            (0.001, 1, 0, 20, "[            ] 0 %, 1 documents, 0 tokens a second, 5 h 33 min left"),
            (0, 0, nil, 1, "[            ] 0 %, 0 documents, 0 a second"),
            (1.5, 8, nil, 2, "[############] 100 %, 8 documents, 4 a second, 0 s left"),
            (nil, 8, nil, 2, "8 documents, 4 a second"),
        ] as [(Double?, Int, Int?, Int, String)])
    func text(fraction: Double?, documents: Int, tokens: Int?, seconds: Int, expected: String) {
        let line = ProgressLine(
            fraction: fraction, documents: documents, tokens: tokens, elapsed: .seconds(seconds))
        #expect(line.text == expected)
    }
}
