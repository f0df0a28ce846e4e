// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension MultiVectorBatch {
    /// Scores a range of documents by the kernels; everything was checked before.
    ///
    /// - Parameters:
    ///   - query: A query prepared for this batch.
    ///   - documents: The documents.
    ///   - mask: Which rows count.
    ///   - least: What is worth an exact score: a document below may get any score below that is no less than its own.
    ///   - scores: Receives one score for each document of the range.
    ///   - place: Where in `scores` the first of them goes.
    func score(
        _ query: PreparedQuery, documents: Range<Int>, mask: RowMask, reaching least: Float = -.infinity,
        into scores: inout MutableSpan<Float>, at place: Int = 0
    ) {
        guard query.parts.count > 1 else {
            return storage.score(
                query.parts[0].packed, offsets: offsets.span, documents: documents, mask: mask.bytes, reaching: least,
                into: &scores, at: place)
        }
        // The other parts may make up for what one lacks, so each is scored to the end.
        for index in 0..<documents.count { scores[place + index] = 0 }
        var partial = [Float](repeating: 0, count: documents.count)
        for part in query.parts {
            var span = partial.mutableSpan
            storage.score(
                part.packed, offsets: offsets.span, documents: documents, mask: mask.bytes,
                reaching: -.infinity, into: &span)
            for index in 0..<documents.count { scores[place + index] += partial[index] }
        }
    }

    /// The row that answers each row of a query best.
    func bestRows(_ query: PreparedQuery, document: Int, mask: RowMask? = nil) -> [RowMatch] {
        query.parts.flatMap { part in
            let best = storage.bestRows(
                part.packed, document: offsets[document]..<offsets[document + 1], mask: mask?.bytes)
            return zip(part.rows, best).map { RowMatch(queryRow: $0, documentRow: $1.row, score: $1.score) }
        }
    }

    /// Scores one document by matrix products in single precision.
    func scoreByBLAS(_ query: PreparedQuery, document: Int, mask: RowMask) -> Float {
        var maxima = [Float](repeating: -.infinity, count: query.rowCount)
        let rows = (offsets[document]..<offsets[document + 1]).filter { mask.bytes?[$0] != 0 }
        guard !rows.isEmpty else { return 0 }
        // As many rows at a time as keep their similarities in the cache.
        for start in stride(from: 0, to: rows.count, by: 256) {
            let tile = rows[start..<min(start + 256, rows.count)]
            let values = tile.flatMap { storage.floats(rows: $0..<$0 + 1, dimension: dimension) }
            var products = [Float](repeating: 0, count: tile.count * query.rowCount)
            var span = products.mutableSpan
            BLAS.multiply(
                values.span, rows: tile.count, byRowsOf: query.query.values.span, rows: query.rowCount,
                depth: dimension, into: &span)
            for row in 0..<tile.count {
                for column in maxima.indices {
                    maxima[column] = max(maxima[column], products[row * query.rowCount + column])
                }
            }
        }
        return maxima.indices.reduce(0) { $0 + maxima[$1] * (query.weights?[$1] ?? 1) }
    }

    /// The documents in runs of about as many rows as keep in half of a core's second-level cache.
    ///
    /// Within a run, rows that were read for one query come from the cache for the next.
    var cacheRuns: [Range<Int>] {
        runs(rowBudget: max(1, (512 << 10) / precision.bytesPerRow(dimension: dimension)))
    }

    /// The documents in runs of at most so many rows, or of one document.
    func runs(rowBudget: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, offsets[end + 1] - offsets[start] <= rowBudget { end += 1 }
            runs.append(start..<end)
            start = end
        }
        return runs
    }
}
