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
        precondition(documents.upperBound < offsets.count && place >= 0 && place + documents.count <= scores.count)
        checkRows(offsets[documents.upperBound], mask: mask, dimension: query.dimension)
        guard !documents.isEmpty else { return }
        unsafe withRows { rows, scales in
            unsafe Self.score(
                query, rows: rows, scales: scales, offsets: offsets, documents: documents, mask: mask, into: &scores,
                at: place)
        }
    }

    /// Scores documents whose rows are borrowed; otherwise as ``score(_:offsets:documents:mask:into:at:)``.
    package static func score(
        _ query: PackedQuery, borrowing rows: Span<Float>, offsets: Span<Int>, into scores: inout MutableSpan<Float>
    ) {
        precondition(query.precision == .float32 && offsets.count >= 1 && scores.count >= offsets.count - 1)
        precondition(rows.count >= offsets[offsets.count - 1] * query.dimension, "the offsets point beyond the rows")
        unsafe rows.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            unsafe score(
                query, rows: address, scales: nil, offsets: offsets, documents: 0..<offsets.count - 1, mask: nil,
                into: &scores, at: 0)
        }
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
        precondition(query.precision == precision && !document.isEmpty)
        checkRows(document.upperBound, mask: mask, dimension: query.dimension)
        var best = [Int32](repeating: -1, count: query.rowCount)
        var similarities = [Float](repeating: 0, count: query.rowCount)
        let skipped = document.lowerBound
        let stride = precision.rowByteCount(dimension: query.dimension)
        let documentMask = mask.map { Array($0[document]) }
        unsafe withRows { rows, scales in
            unsafe query.withPacked { kernel, packed in
                unsafe rag_maxsim_argmax(
                    kernel, packed, query.rowCount, query.dimension, rows + skipped * stride,
                    scales.map { unsafe $0 + skipped }, document.count, documentMask, &best, &similarities)
            }
        }
        return best.indices.map { (Int(best[$0]), similarities[$0] * query.factors[$0]) }
    }

    private static func score(
        _ query: PackedQuery, rows: UnsafeRawPointer, scales: UnsafePointer<Float>?, offsets: Span<Int>,
        documents: Range<Int>, mask: [UInt8]?, into scores: inout MutableSpan<Float>, at place: Int
    ) {
        unsafe offsets.extracting(documents.lowerBound...documents.upperBound).withUnsafeBytes { offsets in
            unsafe scores.withUnsafeMutableBufferPointer { scores in
                guard let starts = offsets.baseAddress, let scores = scores.baseAddress else { return }
                unsafe query.withPacked { kernel, packed in
                    unsafe rag_maxsim_scores(
                        kernel, packed, query.rowCount, query.dimension, rows, scales,
                        starts.assumingMemoryBound(to: Int64.self), documents.count, mask, scores + place)
                }
            }
        }
    }

    /// Whether rows up to a number, and a byte of the mask for each, are really there.
    private func checkRows(_ rowCount: Int, mask: [UInt8]?, dimension: Int) {
        precondition(mask?.count ?? rowCount >= rowCount, "the mask has fewer bytes than there are rows")
        let valueBytes: Int =
            switch self {
            case .int8(let codes, let scales): scales.count >= rowCount ? codes.count : 0
            default: byteCount
            }
        precondition(valueBytes >= rowCount * precision.rowByteCount(dimension: dimension), "rows are missing")
    }

    /// Calls a function with the address of the rows, and of their scales where they have any.
    private func withRows(_ body: (UnsafeRawPointer, UnsafePointer<Float>?) -> Void) {
        func call(_ bytes: UnsafeRawBufferPointer, _ scales: UnsafePointer<Float>?) {
            if let address = bytes.baseAddress { unsafe body(address, scales) }
        }
        switch self {
        case .float32(let values): unsafe values.withUnsafeBytes { unsafe call($0, nil) }
        case .float16(let bits), .bfloat16(let bits): unsafe bits.withUnsafeBytes { unsafe call($0, nil) }
        case .binary(let bits): unsafe bits.withUnsafeBytes { unsafe call($0, nil) }
        case .int8(let codes, let scales):
            unsafe scales.withUnsafeBufferPointer { scales in
                unsafe codes.withUnsafeBytes { unsafe call($0, scales.baseAddress) }
            }
        }
    }
}
