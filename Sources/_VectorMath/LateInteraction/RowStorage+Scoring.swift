// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

extension RowStorage {
    /// Scores documents against a query.
    ///
    /// - Parameters:
    ///   - query: A query that was packed for this precision.
    ///   - offsets: Where each document's rows begin, and at the end the number of all rows.
    ///   - documents: The documents to score.
    ///   - mask: One byte a row, 0 for a row that does not count; nothing where all count.
    ///   - scores: Receives one score for each document of the range, 0 for one without a row that counts.
    ///   - place: Where in `scores` the first of them goes.
    /// - Complexity: O(rows of the documents · rows of the query · dimension); allocates nothing.
    package func score(
        _ query: PackedQuery, offsets: Span<Int>, documents: Range<Int>, mask: [UInt8]?,
        into scores: inout MutableSpan<Float>, at place: Int = 0
    ) {
        precondition(query.precision == precision, "the query was packed for another precision")
        withSpans { rows, scales in
            Self.score(
                query, borrowing: rows, scales: scales, offsets: offsets, documents: documents, mask: mask,
                into: &scores, at: place)
        }
    }

    /// Scores documents whose rows lie elsewhere, such as in a mapped file; otherwise as
    /// ``score(_:offsets:documents:mask:into:at:)``.
    ///
    /// - Parameters:
    ///   - query: A query that was packed for the rows' precision.
    ///   - rows: The rows, one after the other; scoring is fastest where they begin at a multiple of 64 bytes.
    ///   - scales: The factor of each row where the precision has them, otherwise nothing.
    ///   - offsets: Where each document's rows begin, and at the end the number of all rows.
    ///   - documents: The documents to score.
    ///   - mask: One byte a row, 0 for a row that does not count; nothing where all count.
    ///   - least: What is worth an exact score: a document below may get any score below that is no less than its own.
    ///   - scores: Receives one score for each document of the range, 0 for one without a row that counts.
    ///   - place: Where in `scores` the first of them goes.
    package static func score(
        _ query: PackedQuery, borrowing rows: RawSpan, scales: Span<Float>, offsets: Span<Int>, documents: Range<Int>,
        mask: [UInt8]?, reaching least: Float = -.infinity, into scores: inout MutableSpan<Float>, at place: Int = 0
    ) {
        precondition(documents.upperBound < offsets.count && place >= 0 && place + documents.count <= scores.count)
        check(query, rows, scales, rowCount: offsets[documents.upperBound], mask: mask)
        guard !documents.isEmpty else { return }
        unsafe offsets.extracting(documents.lowerBound...documents.upperBound).withUnsafeBytes { offsets in
            unsafe scores.withUnsafeMutableBufferPointer { scores in
                guard let starts = offsets.baseAddress, let scores = scores.baseAddress else { return }
                unsafe withAddresses(rows, scales) { rows, scales in
                    unsafe query.withPacked { kernel, packed in
                        unsafe rag_maxsim_scores_reaching(
                            kernel, packed, query.rowCount, query.dimension, rows, scales,
                            starts.assumingMemoryBound(to: Int64.self), documents.count, mask, least, scores + place)
                    }
                }
            }
        }
    }

    /// Scores all documents whose rows are borrowed in single precision.
    package static func score(
        _ query: PackedQuery, borrowing rows: Span<Float>, offsets: Span<Int>, into scores: inout MutableSpan<Float>
    ) {
        precondition(query.precision == .float32 && offsets.count >= 1, "the query was packed for another precision")
        let none: [Float] = []
        unsafe score(
            query, borrowing: rows.bytes, scales: none.span, offsets: offsets, documents: 0..<offsets.count - 1,
            mask: nil, into: &scores)
    }

    /// Finds for every row of a query the row of one document that answers it best.
    ///
    /// - Parameters:
    ///   - query: A query that was packed for this precision.
    ///   - document: The document's rows.
    ///   - mask: One byte a row of the whole storage, 0 for a row that does not count.
    /// - Returns: For each query row the best row, counted from the document's first, and what it adds to the score; the
    ///   first of equals, and −1 where no row counts.
    package func bestRows(
        _ query: PackedQuery, document: Range<Int>, mask: [UInt8]?
    ) -> [(row: Int, score: Float)] {
        precondition(query.precision == precision, "the query was packed for another precision")
        return withSpans { rows, scales in
            Self.bestRows(query, borrowing: rows, scales: scales, document: document, mask: mask)
        }
    }

    /// Finds for every row of a query the best row of a document whose rows lie elsewhere; otherwise as
    /// ``bestRows(_:document:mask:)``.
    package static func bestRows(
        _ query: PackedQuery, borrowing rows: RawSpan, scales: Span<Float>, document: Range<Int>, mask: [UInt8]?
    ) -> [(row: Int, score: Float)] {
        precondition(!document.isEmpty, "a document has a row or more")
        check(query, rows, scales, rowCount: document.upperBound, mask: mask)
        var best = [Int32](repeating: -1, count: query.rowCount)
        var similarities = [Float](repeating: 0, count: query.rowCount)
        let skipped = document.lowerBound
        let stride = query.precision.rowByteCount(dimension: query.dimension)
        let documentMask = mask.map { Array($0[document]) }
        unsafe withAddresses(rows, scales) { rows, scales in
            unsafe query.withPacked { kernel, packed in
                unsafe rag_maxsim_argmax(
                    kernel, packed, query.rowCount, query.dimension, rows + skipped * stride,
                    scales.map { unsafe $0 + skipped }, document.count, documentMask, &best, &similarities)
            }
        }
        return best.indices.map { (Int(best[$0]), similarities[$0] * query.factors[$0]) }
    }

    /// Whether rows up to a number, with their factors, and a byte of the mask for each are really there.
    private static func check(
        _ query: PackedQuery, _ rows: RawSpan, _ scales: Span<Float>, rowCount: Int, mask: [UInt8]?
    ) {
        precondition(mask?.count ?? rowCount >= rowCount, "the mask has fewer bytes than there are rows")
        let rowByteCount = query.precision.rowByteCount(dimension: query.dimension)
        precondition(rows.byteCount >= rowCount * rowByteCount, "rows are missing")
        precondition(query.precision != .int8 || scales.count >= rowCount, "factors of rows are missing")
    }

    /// Calls a function with the address of rows, and of their factors where there are any.
    private static func withAddresses(
        _ rows: RawSpan, _ scales: Span<Float>, _ body: (UnsafeRawPointer, UnsafePointer<Float>?) -> Void
    ) {
        unsafe rows.withUnsafeBytes { rows in
            unsafe scales.withUnsafeBufferPointer { scales in
                if let address = rows.baseAddress { unsafe body(address, scales.isEmpty ? nil : scales.baseAddress) }
            }
        }
    }
}
