// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Late interaction: how well the rows of a document answer the rows of a query.
///
/// The score is the sum, over the rows of the query, of the greatest similarity with any row of the document:
///
///     score(Q, D) = Σ over rows q of Q of  w(q) · max over rows d of D of  q · d
///
/// It is computed tile by tile in registers, so that the matrix of similarities is never written; see <doc:Mathematics>.
public enum MaxSim {
    /// What computes similarities.
    public enum Backend: Hashable, Sendable {
        /// Fused kernels for the processor at hand.
        case kernels
        /// Matrix products of the system's BLAS in single precision: the reference, whatever the documents' precision.
        case blas
    }

    /// Scores one document.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - document: The document's rows, of the same dimension.
    /// - Returns: The sum of the greatest dot products.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · document rows · dimension).
    public static func score(_ query: MultiVector, _ document: MultiVector) throws(MaxSimError) -> Float {
        try check(query.dimension, document.dimension)
        return try scores(query, borrowing: document.values.span, offsets: [0, document.rowCount].span)[0]
    }

    /// Scores every document of a batch.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - documents: The documents, of the same dimension and any precision.
    /// - Returns: One score a document.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · all rows · dimension).
    public static func scores(_ query: MultiVector, _ documents: MultiVectorBatch) throws(MaxSimError) -> [Float] {
        try scores(PreparedQuery(unchecked: query, documents.precision), documents)
    }

    /// Scores every document of a batch by a prepared query.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents' precision.
    ///   - documents: The documents.
    ///   - mask: For each row of the batch whether it counts, such as `false` for padding; `nil` where all count.
    ///   - backend: What computes similarities.
    /// - Returns: One score a document; 0 for a document of which no row counts.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, or `invalidParameter` for a mask of another length.
    /// - Complexity: O(query rows · all rows · dimension); the loop over documents allocates nothing.
    public static func scores(
        _ query: PreparedQuery, _ documents: MultiVectorBatch, mask: [Bool]? = nil, backend: Backend = .kernels
    ) throws(MaxSimError) -> [Float] {
        try query.check(documents)
        let mask = try RowMask(mask, rowCount: documents.rowCount)
        var scores = [Float](repeating: 0, count: documents.count)
        switch backend {
        case .kernels:
            var span = scores.mutableSpan
            documents.score(query, documents: 0..<documents.count, mask: mask, into: &span)
        case .blas:
            for number in scores.indices { scores[number] = documents.scoreByBLAS(query, document: number, mask: mask) }
        }
        return scores
    }

    /// Scores documents whose single-precision rows stay where they are, such as in a mapped file.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - rows: All rows of all documents, row-major, of the query's dimension.
    ///   - offsets: Where each document's rows begin, and at the end the number of all rows.
    /// - Returns: One score a document.
    /// - Throws: A ``MaxSimError`` of code `invalidOffsets`, `noRows`, `dimensionMismatch` or `notFinite`.
    public static func scores(
        _ query: MultiVector, borrowing rows: Span<Float>, offsets: Span<Int>
    ) throws(MaxSimError) -> [Float] {
        guard rows.count % query.dimension == 0 else {
            throw MaxSimError(
                .dimensionMismatch, "\(rows.count) values do not make whole rows of \(query.dimension) dimensions")
        }
        try MultiVectorBatch.check(offsets: offsets.indices.map { offsets[$0] }, rowCount: rows.count / query.dimension)
        guard FiniteCheck.allFinite(rows) else {
            throw MaxSimError(.notFinite, "the documents' rows hold infinities or values that are not numbers")
        }
        var scores = [Float](repeating: 0, count: offsets.count - 1)
        var partial = scores
        for part in PreparedQuery(unchecked: query, .float32).parts {
            var span = partial.mutableSpan
            RowStorage.score(part.packed, borrowing: rows, offsets: offsets, into: &span)
            for number in scores.indices { scores[number] += partial[number] }
        }
        return scores
    }

    /// Which row of a document answers each row of a query best, and how well.
    ///
    /// - Parameters:
    ///   - query: The query's rows.
    ///   - document: The document's rows, of the same dimension.
    /// - Returns: One match for each row of the query, in order; of equal similarities the first row is named.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`.
    /// - Complexity: O(query rows · document rows · dimension).
    public static func bestRows(_ query: MultiVector, _ document: MultiVector) throws(MaxSimError) -> [RowMatch] {
        try bestRows(
            PreparedQuery(unchecked: query, .float32),
            MultiVectorBatch(
                checked: .float32(document.values), precision: .float32, offsets: [0, document.rowCount],
                dimension: document.dimension), document: 0)
    }

    /// Which row of a document of a batch answers each row of a query best, in the precision in which it is scored.
    ///
    /// - Parameters:
    ///   - query: A query prepared for the documents' precision.
    ///   - documents: The batch.
    ///   - document: The document's number in it.
    /// - Returns: One match for each row of the query, in order; the sum of their scores is the document's.
    /// - Throws: A ``MaxSimError`` of code `dimensionMismatch`, or `invalidParameter` for a number that is not there.
    public static func bestRows(
        _ query: PreparedQuery, _ documents: MultiVectorBatch, document: Int
    ) throws(MaxSimError) -> [RowMatch] {
        try query.check(documents)
        guard (0..<documents.count).contains(document) else {
            throw MaxSimError(.invalidParameter, "document \(document) is none of the batch's \(documents.count)")
        }
        return documents.bestRows(query, document: document)
    }

    static func check(_ queryDimension: Int, _ documentDimension: Int) throws(MaxSimError) {
        guard queryDimension == documentDimension else {
            throw MaxSimError(
                .dimensionMismatch,
                "the query has \(queryDimension) dimensions and the documents \(documentDimension); embed both by one model"
            )
        }
    }
}
