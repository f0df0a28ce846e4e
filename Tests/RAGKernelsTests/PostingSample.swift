// SPDX-License-Identifier: Apache-2.0
import TestSupport
import _RAGKernels

/// A posting list with what is needed to score it.
struct PostingSample {
    static let rowCount: UInt32 = 20_000
    private static let window = rag_window(start: 4_096, width: 4_096, first: 0)
    private static let lengthCount = 300

    let rows: [UInt32]
    let frequencies: [UInt32]
    /// The blocks, with the bytes behind them that kernels may touch.
    var bytes: [UInt8] = []
    private(set) var byteCount = 0
    private var lastRows: [UInt32] = []
    private var starts: [UInt32] = []
    private let pairs: [UInt8]
    private let codes: [UInt16]
    private let norms: [Float]

    private var blockCount: Int { lastRows.count }

    /// Makes a list whose density and frequencies follow from a seed.
    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let gap = UInt32(1) << (generator.next() % 6)
        var rows: [UInt32] = []
        var frequencies: [UInt32] = []
        var row = UInt32(generator.next() % 4_096)
        while row < Self.rowCount, rows.count < 9_000 {
            rows.append(row)
            let isFrequent = generator.next() % 30 == 0
            frequencies.append(1 + UInt32(generator.next() % (isFrequent ? 100_000 : 3)))
            row += 1 + UInt32(generator.next() % UInt64(gap))
        }
        self.rows = rows
        self.frequencies = frequencies
        codes = (0..<Int(Self.rowCount) + 2).map { _ in UInt16(generator.next() % UInt64(Self.lengthCount)) }
        norms = (0..<Self.lengthCount).map { 0.3 + Float($0) / 100 }
        pairs = (0..<8 * (rows.count / 128 + 1)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        encode()
    }

    private mutating func encode() {
        for first in stride(from: 0, to: rows.count, by: 128) {
            let range = first..<min(first + 128, rows.count)
            let base = lastRows.last.map { $0 + 1 } ?? 0
            var block = [UInt8](repeating: 0, count: 2 * Int(RAG_BLOCK_BYTES))
            let size = unsafe block.withUnsafeMutableBufferPointer { target in
                guard let start = target.baseAddress else { return 0 }
                let front = unsafe rag_block_encode_rows(Array(rows[range]), range.count, base, start)
                return unsafe front
                    + rag_block_encode_frequencies(Array(frequencies[range]), range.count, start + front)
            }
            starts.append(UInt32(bytes.count))
            lastRows.append(rows[range.upperBound - 1])
            bytes += block[..<size]
        }
        byteCount = bytes.count
        bytes += [UInt8](repeating: 0, count: Int(RAG_BLOCK_SLACK))
    }

    /// All that the kernels in use make of the list.
    func outcome() -> RAGKernelsTests.PostingListTests.Outcome {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe lastRows.withUnsafeBufferPointer { lastRows in
                unsafe starts.withUnsafeBufferPointer { starts in
                    guard let start = bytes.baseAddress else { return .init() }
                    let list = unsafe rag_posting_list(
                        bytes: start, byte_count: byteCount, last_rows: lastRows.baseAddress,
                        starts: starts.baseAddress, posting_count: rows.count, row_count: Self.rowCount)
                    return unsafe codes.withUnsafeBytes { codes in
                        unsafe norms.withUnsafeBufferPointer { norms in
                            guard let code = codes.baseAddress, let norm = norms.baseAddress else { return .init() }
                            let scorer = unsafe rag_bm25(weight: 1e8, norms: norm, codes: code, code_bytes: 2)
                            return unsafe outcome(of: list, scorer)
                        }
                    }
                }
            }
        }
    }

    private func outcome(
        of list: rag_posting_list, _ scorer: rag_bm25
    ) -> RAGKernelsTests.PostingListTests.Outcome {
        var list = unsafe list
        var scorer = unsafe scorer
        var outcome = RAGKernelsTests.PostingListTests.Outcome()
        var blockRows = [UInt32](repeating: 0, count: 128)
        var blockFrequencies = blockRows
        for block in 0..<blockCount {
            let count = unsafe rag_list_decode(&list, block, &blockRows, &blockFrequencies)
            outcome.isDamaged = outcome.isDamaged || count == 0
            outcome.rows += blockRows[..<count]
            outcome.frequencies += blockFrequencies[..<count]
        }
        let room = Int(Self.window.width) + 16
        outcome.bounds = [Int32](repeating: 0, count: blockCount)
        unsafe rag_bm25_block_bounds(1e8, norms, pairs, blockCount, &outcome.bounds)
        outcome.sums = [Int32](repeating: 0, count: room)
        var touched = [UInt8](repeating: 0, count: room / Int(RAG_CHUNK_ROWS) + 1)
        let isWhole = unsafe rag_window_accumulate(&list, &scorer, Self.window, &outcome.sums, &touched)
        outcome.isDamaged = outcome.isDamaged || !isWhole

        var places = [UInt32](repeating: 0, count: room)
        var scores = [Int32](repeating: 0, count: room)
        let open = [Int32](repeating: .max, count: blockCount)
        let taken = unsafe rag_window_single(&list, &scorer, open, Self.window, 5_000_000, &places, &scores)
        for index in 0..<max(0, taken) { outcome.singles[places[index]] = scores[index] }

        for index in 0..<1_000 { (places[index], scores[index]) = (UInt32(4 * index), 7) }
        let left = unsafe rag_window_probe(&list, &scorer, open, Self.window, 1_000, 8, &places, &scores)
        for index in 0..<max(0, left) { outcome.probed[places[index]] = scores[index] }
        return outcome
    }
}
