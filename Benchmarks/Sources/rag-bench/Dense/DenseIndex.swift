// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import Measurement
import RAGCore

/// An index of a collection's embeddings, on disk.
struct DenseIndex {
    /// The index.
    let snapshot: IndexSnapshot

    /// The processor seconds from rows in memory to a committed index.
    let buildTime: Double

    /// Indexes a collection, without text, in one segment.
    ///
    /// - Parameters:
    ///   - collection: The rows.
    ///   - precision: How values are kept.
    ///   - folder: Where the index goes; what was there is lost.
    /// - Throws: What writing an index throws.
    init(_ collection: DenseCollection, precision: VectorField.Precision, in folder: URL) throws {
        let path = folder.appending(path: "\(collection.name)-\(precision.rawValue)").path
        try? FileManager.default.removeItem(atPath: path)
        let field = try VectorField(dimension: collection.dimension, metric: .dotProduct, precision: precision)
        var writer = try IndexWriter(at: path, IndexConfiguration(analyzer: WhitespaceAnalyzer(), vectors: field))
        let documents = collection.attribute.enumerated().map { row, attribute in
            Document(id: DocumentID("\(row)"), text: "", metadata: [Self.attribute: .number(Double(attribute))])
        }
        buildTime = try ThreadClock.measure {
            for (document, row) in zip(documents, collection.rows) { try writer.add(document, embedding: row) }
            _ = try writer.commit()
        }
        snapshot = try IndexSnapshot(openingAt: path, analyzer: WhitespaceAnalyzer())
    }

    /// The name of the number that filters ask for.
    private static let attribute = "attribute"

    /// The rows nearest to a vector.
    ///
    /// - Parameters:
    ///   - vector: A query.
    ///   - share: The share of rows that a filter keeps; nothing for no filter.
    ///   - prepare: Sets up how to search.
    /// - Returns: The rows, best first.
    /// - Throws: What searching throws.
    func search(
        _ vector: [Float], keeping share: String? = nil, _ prepare: (inout HybridQuery) -> Void = { _ in }
    ) throws -> [Int] {
        var query = HybridQuery("", vector: vector, mode: .dense)
        // The attribute is a number of single precision.
        if let share = share.flatMap(Float.init) { query.filter = .less(Self.attribute, .number(Double(share))) }
        prepare(&query)
        return try snapshot.rows(matching: query).map(\.id)
    }
}
