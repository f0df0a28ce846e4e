// SPDX-License-Identifier: Apache-2.0
internal import RAGCore
internal import _SegmentStore
internal import _VectorMath

extension IndexSegment {
    /// The segment as a file.
    func file(kind: String) -> SectionedFile {
        var file = SectionedFile(kind: kind)
        var schema = ByteWriter()
        schema.append(analyzerIdentity)
        schema.append(dense?.dimension ?? 0)
        file.append("schema", schema.bytes)

        var stored = ByteWriter()
        for document in documents { stored.append(document) }
        file.append("documents", stored.bytes)

        file.append("terms", lexical.terms.bytes)
        file.append("term starts", Bytes.bytes(of: lexical.terms.starts))
        file.append("posting starts", Bytes.bytes(of: lexical.postingStarts))
        file.append("rows", Bytes.bytes(of: lexical.rows))
        file.append("frequencies", Bytes.bytes(of: lexical.frequencies))
        file.append("lengths", Bytes.bytes(of: lexical.lengths))
        file.append("embeddings", Bytes.bytes(of: dense?.values ?? []))
        return file
    }

    /// Reads a segment back and checks that its parts fit each other.
    init(reading file: SectionedFile, name: String) throws(SegmentStoreError) {
        func numbers<Number: BitwiseCopyable>(
            _ section: String, as type: Number.Type
        ) throws(SegmentStoreError) -> [Number] {
            let bytes = try file.section(section)
            guard bytes.count % MemoryLayout<Number>.size == 0 else { throw Self.contradiction(name) }
            return Bytes.array(of: type, from: bytes)
        }
        var schema = ByteReader(try file.section("schema"), name: name)
        self.analyzerIdentity = try schema.string()
        let dimension = try schema.integer()

        var stored = ByteReader(try file.section("documents"), name: name)
        var documents: [Document] = []
        while !stored.isAtEnd { documents.append(try stored.document()) }
        self.documents = documents

        let lengths = try numbers("lengths", as: UInt32.self)
        self.lexical = LexicalSegment(
            terms: TermTable(
                bytes: Array(try file.section("terms")), starts: try numbers("term starts", as: UInt32.self)),
            postingStarts: try numbers("posting starts", as: Int.self),
            rows: try numbers("rows", as: UInt32.self),
            frequencies: try numbers("frequencies", as: UInt32.self),
            lengths: lengths,
            totalLength: lengths.reduce(0) { $0 + Int($1) })

        let embeddings = try numbers("embeddings", as: Float.self)
        self.dense = dimension > 0 ? DenseSegment(dimension: dimension, values: embeddings) : nil
        guard lexical.isConsistent, lengths.count == documents.count,
            dimension.multipliedReportingOverflow(by: documents.count) == (embeddings.count, false)
        else { throw Self.contradiction(name) }
    }

    private static func contradiction(_ name: String) -> SegmentStoreError {
        SegmentStoreError(.corrupted, "\(name) is damaged: its parts contradict each other; index again")
    }
}

extension LexicalSegment {
    /// Whether every offset and row stays inside the arrays that it points into.
    fileprivate var isConsistent: Bool {
        let rowCount = UInt32(lengths.count)
        return terms.starts.count == postingStarts.count
            && Self.partitions(terms.starts.map { Int($0) }, terms.bytes.count)
            && Self.partitions(postingStarts, rows.count)
            && rows.count == frequencies.count
            && rows.allSatisfy { $0 < rowCount }
    }

    /// Whether starts ascend from 0 to the end of what they divide.
    private static func partitions(_ starts: [Int], _ end: Int) -> Bool {
        starts.first == 0 && starts.last == end && zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
    }
}
