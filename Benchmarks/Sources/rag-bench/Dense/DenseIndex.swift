// SPDX-License-Identifier: Apache-2.0
import Foundation
import HybridSearch
import Measurement
import RAGCore

/// An index of a collection's embeddings, on disk.
struct DenseIndex {
    /// The index.
    let snapshot: IndexSnapshot

    /// Opens what ``build(_:precision:in:)`` wrote.
    init(opening collection: DenseCollection, precision: VectorField.Precision, in folder: URL) throws {
        snapshot = try IndexSnapshot(
            openingAt: Self.path(of: collection, precision, in: folder), analyzer: WhitespaceAnalyzer())
    }

    /// Indexes a collection, without text, in one segment.
    ///
    /// - Parameters:
    ///   - collection: The rows.
    ///   - precision: How values are kept.
    ///   - folder: Where the index goes; what was there is lost.
    /// - Returns: The processor seconds from rows in memory to a committed index.
    /// - Throws: What writing an index throws.
    static func build(
        _ collection: DenseCollection, precision: VectorField.Precision, in folder: URL
    ) throws -> Double {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = path(of: collection, precision, in: folder)
        try? FileManager.default.removeItem(atPath: path)
        let field = try VectorField(dimension: collection.dimension, metric: .dotProduct, precision: precision)
        var writer = try IndexWriter(at: path, IndexConfiguration(analyzer: WhitespaceAnalyzer(), vectors: field))
        let documents = collection.attribute.enumerated().map { row, attribute in
            Document(id: DocumentID("\(row)"), text: "", metadata: [Self.attribute: .number(Double(attribute))])
        }
        return try ThreadClock.measure {
            for (document, row) in zip(documents, collection.rows) { try writer.add(document, embedding: row) }
            _ = try writer.commit()
        }
    }

    private static func path(
        of collection: DenseCollection, _ precision: VectorField.Precision, in folder: URL
    ) -> String {
        folder.appending(path: "\(collection.name)-\(precision.rawValue)").path
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

extension VectorField.Precision {
    /// The name in results.
    var shortName: String {
        switch self {
        case .float32: "fp32"
        case .float16: "fp16"
        case .int8: "int8"
        }
    }

    /// The bytes of a value.
    var bytes: Int {
        switch self {
        case .float32: 4
        case .float16: 2
        case .int8: 1
        }
    }
}
