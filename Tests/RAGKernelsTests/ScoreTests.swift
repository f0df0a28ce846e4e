// SPDX-License-Identifier: Apache-2.0
import Testing
import _RAGKernels

extension RAGKernelsTests {
    struct ScoreTests {
        static let precisions = [
            RAG_PRECISION_F32, RAG_PRECISION_F16, RAG_PRECISION_BF16, RAG_PRECISION_I8, RAG_PRECISION_BINARY,
            RAG_PRECISION_SIGNS,
        ]
        static let dimensions = [
            1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 96, 100, 127, 128, 129, 255, 256, 257, 320, 768,
            1_000,
            4_096,
        ]
        static let queryRows = [1, 2, 15, 16, 17, 31, 32, 33, 48, 64, 255, 256]

        /// The sizes tested together: every pair that is quick, and of the others a few with each dimension.
        static func queryRows(with dimension: Int) -> [Int] {
            #if DEBUG
            let quick = 2_000
            #else
            let quick = 40_000
            #endif
            let position = dimensions.firstIndex(of: dimension) ?? 0
            return queryRows.enumerated()
                .filter { index, rows in
                    let work = rows * dimension
                    return work <= quick || (index % 5 == position % 5 && work <= 25 * quick)
                }
                .map(\.element)
        }

        private func cases(_ precision: rag_precision, _ dimension: Int) -> [KernelCase] {
            Self.queryRows(with: dimension).enumerated().map { index, rows in
                let values = Values.allCases[(index + dimension) % Values.allCases.count]
                let seed = UInt64(dimension) << 32 | UInt64(rows) << 8 | UInt64(precision.rawValue)
                return KernelCase(precision, dimension: dimension, queryRows: rows, values: values, seed: seed)
            }
        }

        @Test(
            "every level scores as double precision does, within the stated bound and the guard pages",
            arguments: precisions,
            dimensions
        )
        func scores(precision: rag_precision, dimension: Int) {
            for (index, test) in cases(precision, dimension).enumerated() {
                let run = KernelRun(test, guarding: GuardedBuffer.Side.allCases[index % 2])
                RAGKernelsTests.atEveryLevel { level in
                    for (scaled, weighted, masked) in [(test.hasScales, true, false), (false, false, true)] {
                        let scores = run.score(scaled: scaled, weighted: weighted, masked: masked)
                        for (document, score) in scores.enumerated() {
                            let exact = test.exactScore(
                                of: document,
                                scaled: scaled,
                                weighted: weighted,
                                masked: masked
                            )
                            let good = abs(Double(score) - exact.score) <= exact.bound
                            #expect(
                                good,
                                "\(level), \(test.queryRows) query rows, document \(document): \(score), not \(exact)"
                            )
                        }
                    }
                }
            }
        }

        @Test("a query is scored at the level at which it was packed, whatever level is in use", arguments: precisions)
        func packedElsewhere(precision: rag_precision) {
            let test = KernelCase(precision, dimension: 33, queryRows: 17, values: .allCases[0], seed: 5)
            let run = KernelRun(test, guarding: .back)
            RAGKernelsTests.atEveryLevel { level in
                let expected = run.score(scaled: test.hasScales, weighted: true, masked: false)
                RAGKernelsTests.atEveryLevel { other in
                    let scores = run.scorePacked(scaled: test.hasScales, masked: false)
                    #expect(scores == expected, "packed at \(level), scored at \(other)")
                }
            }
        }

        @Test(
            "the best row is the first of the best similarities, and these are what scores add up",
            arguments: precisions,
            dimensions
        )
        func explanations(precision: rag_precision, dimension: Int) {
            guard let test = cases(precision, dimension).first(where: { $0.queryRows > 1 }) else { return }
            let run = KernelRun(test, guarding: .back)
            let rows = 40
            RAGKernelsTests.atEveryLevel { level in
                let (similarities, bestRows, bestScores) = run.explain(rows: rows)
                for index in 0..<test.queryRows {
                    let column = (0..<rows).map { similarities[$0 * test.queryRows + index] }
                    for row in 0..<rows {
                        let scale = Double(test.rowScales[row])
                        let pair = row * test.queryRows + index
                        let difference = abs(Double(column[row]) - test.similarities[pair] * scale)
                        #expect(difference <= test.bounds[pair] * scale + 0x1p-149, "level \(level), row \(row)")
                    }
                    #expect(column.max() == bestScores[index])
                    #expect(column.firstIndex(of: bestScores[index]) == Int(bestRows[index]), "level \(level)")
                }
            }
        }

        @Test(
            "levels with fused multiply-adds agree to the bit, as do all levels in bits",
            arguments: [RAG_PRECISION_F32, RAG_PRECISION_F16, RAG_PRECISION_SIGNS, RAG_PRECISION_BINARY],
            [1, 33, 128, 768]
        )
        func agreement(precision: rag_precision, dimension: Int) {
            let test = KernelCase(precision, dimension: dimension, queryRows: 33, values: .mixed, seed: 5)
            let run = KernelRun(test, guarding: .back)
            var first: [Float]?
            RAGKernelsTests.atEveryLevel { level in
                if level == RAG_LEVEL_PORTABLE && precision != RAG_PRECISION_BINARY { return }
                let scores = run.score(scaled: false, weighted: true, masked: false)
                #expect(scores == first ?? scores, "level \(level)")
                first = scores
            }
        }
    }
}
