// SPDX-License-Identifier: Apache-2.0
package import HybridSearch
package import RAGCore
internal import TestSupport

/// A history of an index that is the same whenever it is played: documents are added, replaced and deleted, one commit a
/// step.
///
/// A document of its own says in the index which step was the last, so that whoever opens the index knows what must be in it.
package struct IndexHistory: Sendable {
    /// A change of the index.
    package enum Change: Sendable {
        case add(Document)
        case replace(Document)
        case delete(DocumentID)
        /// All documents whose text begins with a word.
        case deleteAll(String)
        /// All documents on a shelf, which their metadata names.
        case deleteShelf(Int)
    }

    /// The number of the last step; 0 for none.
    package private(set) var step = 0

    /// The documents that are in the index.
    package private(set) var documents: [DocumentID: Document] = [:]

    private static let stepDocument: DocumentID = "step"
    private static let words = (10..<34).map { "w\($0)" }

    /// Plays the first steps without an index.
    package init(steps: Int = 0) {
        for _ in 0..<steps { _ = advance() }
    }

    /// Plays the next step without an index.
    ///
    /// - Returns: What the step changes.
    package mutating func advance() -> [Change] {
        step += 1
        var generator = SplitMix64(seed: UInt64(step))
        var changes: [Change] = []
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let id = DocumentID("d\(Int.random(in: 0..<80, using: &generator))")
            switch Int.random(in: 0..<40, using: &generator) {
            case 0..<12: changes.append(.delete(id))
            case 12: changes.append(.deleteAll(Self.word(&generator)))
            case 13: changes.append(.deleteShelf(Int.random(in: 0..<20, using: &generator)))
            default:
                let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in Self.word(&generator) }
                let shelf = Metadata.Value.integer(Int.random(in: 0..<20, using: &generator))
                let document = Document(id: id, text: text.joined(separator: " "), metadata: ["shelf": shelf])
                changes.append(documents[id] == nil ? .add(document) : .replace(document))
            }
            if let change = changes.last { apply(change) }
        }
        changes.append(.replace(Document(id: Self.stepDocument, text: "\(step)")))
        if let change = changes.last { apply(change) }
        return changes
    }

    private static func word(_ generator: inout SplitMix64) -> String {
        words[min(Int.random(in: 0..<24, using: &generator), Int.random(in: 0..<24, using: &generator))]
    }

    private mutating func apply(_ change: Change) {
        switch change {
        case .add(let document), .replace(let document): documents[document.id] = document
        case .delete(let id): documents[id] = nil
        case .deleteAll(let word): documents = documents.filter { !$1.text.hasPrefix(word) }
        case .deleteShelf(let shelf): documents = documents.filter { $1.metadata["shelf"] != .integer(shelf) }
        }
    }

    /// Plays the next step in an index: one commit.
    ///
    /// - Parameter writer: The index, which has all steps so far.
    /// - Throws: What the index throws; the history has then the step, the index may not.
    package mutating func commitNext(to writer: inout IndexWriter) throws(HybridSearchError) {
        for change in advance() {
            switch change {
            case .add(let document): try writer.add(document, chunks: Self.chunks(of: document))
            case .replace(let document): try writer.replace(document, chunks: Self.chunks(of: document))
            case .delete(let id): try writer.delete(id)
            case .deleteAll(let word): try writer.deleteAll { $0.text.hasPrefix(word) }
            case .deleteShelf(let shelf): try writer.deleteAll(matching: .equal("shelf", .integer(shelf)))
            }
        }
        try writer.commit()
    }

    /// Merges what pays, and every seventh step everything.
    ///
    /// - Parameter writer: The index.
    /// - Throws: What the index throws.
    package func merge(_ writer: inout IndexWriter) throws(HybridSearchError) {
        if step % 7 == 0 { try writer.compact() }
        while try writer.merge() {}
    }

    /// The chunks of a document: eight words each, so that some documents are one row and others several.
    private static func chunks(of document: Document) -> [IndexedChunk] {
        var chunks: [IndexedChunk] = []
        let text = Array(document.text.utf8)
        // A word and the space behind it are four bytes.
        for start in stride(from: 0, to: max(text.count, 1), by: 32) {
            let end = min(start + 32, text.count)
            let piece = String(decoding: text[start..<end], as: UTF8.self)
            chunks.append(
                IndexedChunk(text: piece, utf8Range: start..<end, embedding: embedding(of: piece, in: document)))
        }
        return chunks
    }

    /// Small whole numbers, whose products are exact in any order.
    private static func embedding(of piece: String, in document: Document) -> [Float] {
        let letters = piece.utf8.reduce(0) { ($0 &* 3 &+ Int($1)) % 13 }
        return [Float(letters), Float(document.id.rawValue.utf8.last ?? 0), 1]
    }
}

extension IndexHistory {
    /// The last step of a history that an index has.
    ///
    /// - Parameter snapshot: The index.
    /// - Returns: The number of the step; 0 for none.
    /// - Throws: What the index throws.
    package static func step(of snapshot: IndexSnapshot) throws(HybridSearchError) -> Int {
        try snapshot.document(stepDocument).flatMap { Int($0.text) } ?? 0
    }

    /// What an index finds for words, phrases, beginnings and embeddings.
    ///
    /// - Parameter snapshot: The index.
    /// - Returns: For each query all chunks that it finds, or all documents, with their scores.
    /// - Throws: What the index throws.
    package static func answers(of snapshot: IndexSnapshot) throws(HybridSearchError) -> [[ChunkID: Double]] {
        let words = TextQuery(words: "w10 w11 w17 w30")
        let clauses = TextQuery(clauses: [
            TextQuery.Clause(.phrase("w10 w11", slop: 1)), TextQuery.Clause(.prefix("w2")),
            TextQuery.Clause(.words("w12"), .mustNot),
        ])
        var queries = [HybridQuery(words, limit: 1_000), HybridQuery(clauses, limit: 1_000)]
        for mode in [HybridQuery.Mode.dense, .hybrid] {
            var query = HybridQuery(words, vector: [1, 2, 3], mode: mode, limit: 1_000)
            query.fusion = try .weighted()
            queries.append(query)
        }
        var answers: [[ChunkID: Double]] = []
        for var query in queries where snapshot.documentCount > 0 {
            answers.append(try snapshot.scores(of: query))
            query.grouping = .documents
            answers.append(try snapshot.scores(of: query))
        }
        return answers
    }

    /// What an index must find that was made anew of the documents of the last step.
    package func expectedAnswers() throws(HybridSearchError) -> [[ChunkID: Double]] {
        var writer = try IndexWriter()
        for (_, document) in documents.sorted(by: { $0.key < $1.key }) {
            try writer.add(document, chunks: Self.chunks(of: document))
        }
        return try Self.answers(of: try writer.commit())
    }

    /// Whether an index holds exactly the documents of the last step, and finds them by identifier.
    ///
    /// - Parameter snapshot: The index.
    /// - Returns: Whether it does.
    /// - Throws: What the index throws.
    package func isWhole(in snapshot: IndexSnapshot) throws(HybridSearchError) -> Bool {
        guard snapshot.documentCount == documents.count else { return false }
        for (id, document) in documents {
            guard try snapshot.document(id) == document else { return false }
        }
        return true
    }

    /// What both legs of an index must find, computed from the documents of the last step alone.
    ///
    /// - Parameter snapshot: The index.
    /// - Returns: For each mode and grouping what was found, and what must be.
    /// - Throws: What the index throws.
    package func comparedWithModel(
        _ snapshot: IndexSnapshot
    ) throws(HybridSearchError) -> [(found: [ChunkID: Double], expected: [ChunkID: Double])] {
        // The English analyser leaves out words of one character, such as the number of an early step.
        let model = BruteForceIndex(documents.values, shortestWord: 2) { Self.chunks(of: $0) }
        let words = ["w10", "w13", "w22"]
        var pairs: [(found: [ChunkID: Double], expected: [ChunkID: Double])] = []
        for mode in HybridQuery.Mode.allCases {
            for grouping in HybridQuery.Grouping.allCases {
                var query = HybridQuery(words.joined(separator: " "), vector: [1, 2, 3], mode: mode, limit: 1_000)
                query.grouping = grouping
                query.fusion = try .weighted()
                pairs.append((try snapshot.scores(of: query), model.answer(words, query)))
            }
        }
        return pairs
    }
}
