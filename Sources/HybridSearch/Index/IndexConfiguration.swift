// SPDX-License-Identifier: Apache-2.0

/// How an index is made; fixed when it is created.
public struct IndexConfiguration: Sendable {
    /// Turns text into terms, for documents and queries alike.
    public var analyzer: any TextAnalyzer

    /// Whether the index remembers where words stand, which phrases need; it costs about a byte for each word.
    public var storesPositions: Bool

    /// The fields of the documents' text.
    ///
    /// Of an index of several, a query that names none is scored over all (BM25F).
    public var fields: [TextField]

    /// The documents' embeddings; `nil` leaves them to the first one, which is then compared by dot product and kept in full.
    ///
    /// Of an index that exists, `nil` takes what it was made with.
    public var vectors: VectorField?

    /// From how many rows on a segment has codes.
    var denseLayout = DenseLayout.standard

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - analyzer: Turns text into terms.
    ///   - fields: The fields of the documents' text.
    ///   - vectors: The documents' embeddings; `nil` leaves them to the first one.
    ///   - storesPositions: Whether the index remembers where words stand.
    public init(
        analyzer: any TextAnalyzer = EnglishAnalyzer(), fields: [TextField] = [.whole], vectors: VectorField? = nil,
        storesPositions: Bool = true
    ) {
        self.analyzer = analyzer
        self.fields = fields
        self.vectors = vectors
        self.storesPositions = storesPositions
    }

    private static let analyzerProperty = "analyzer"
    private static let positionsProperty = "positions"
    private static let fieldsProperty = "fields"
    private static let vectorsProperty = "vectors"
    private static let kindProperty = "kind"
    private static let kind = "text-index"

    /// What a store remembers of the configuration.
    var properties: [String: String] {
        var properties = [
            Self.kindProperty: Self.kind, Self.analyzerProperty: analyzer.identity,
            Self.positionsProperty: storesPositions ? "stored" : "none",
            Self.fieldsProperty: fields.map(\.stored).joined(separator: "\n"),
        ]
        properties[Self.vectorsProperty] = vectors?.description
        return properties
    }

    /// What a store was made with.
    ///
    /// - Parameters:
    ///   - properties: What the store remembers.
    ///   - path: Its folder, for errors.
    /// - Returns: The configuration.
    /// - Throws: A ``HybridSearchError``.
    static func stored(_ properties: [String: String], path: String) throws(HybridSearchError) -> IndexConfiguration {
        guard let identity = properties[analyzerProperty], let analyzer = try? TextAnalyzers.named(identity) else {
            throw HybridSearchError(
                .analyzerMismatch,
                "\(path) was made with the analyser '\(properties[analyzerProperty] ?? "")', which this build does not "
                    + "have; give the analyser")
        }
        var configuration = IndexConfiguration(analyzer: analyzer)
        try configuration.adopt(properties, path: path)
        return configuration
    }

    /// Refuses a store that was made otherwise, and takes over what it has decided.
    ///
    /// - Parameters:
    ///   - properties: What the store remembers.
    ///   - path: Its folder, for errors.
    /// - Throws: A ``HybridSearchError``.
    mutating func adopt(_ properties: [String: String], path: String) throws(HybridSearchError) {
        guard properties[Self.kindProperty] == Self.kind, let stored = properties[Self.analyzerProperty] else {
            throw HybridSearchError(
                .notAnIndex, "\(path) holds something else than an index of text; give another folder")
        }
        guard stored == analyzer.identity else {
            throw HybridSearchError(
                .analyzerMismatch,
                "\(path) was made with the analyser '\(stored)'; it cannot be used with '\(analyzer.identity)'")
        }
        storesPositions = properties[Self.positionsProperty] == "stored"
        let lines = (properties[Self.fieldsProperty] ?? "").split(separator: "\n").map { TextField(stored: $0) }
        let known = lines.compactMap { $0 }
        guard known.count == lines.count, (try? TextField.check(known)) != nil else {
            throw HybridSearchError(.corruptedIndex, "\(path) is damaged: its fields cannot be read; index again")
        }
        fields = known
        try adoptVectors(properties[Self.vectorsProperty], path: path)
    }

    private mutating func adoptVectors(_ text: String?, path: String) throws(HybridSearchError) {
        let stored = text.flatMap { VectorField(stored: $0) }
        guard (stored == nil) == (text == nil) else {
            throw HybridSearchError(
                .corruptedIndex, "\(path) is damaged: the kind of its embeddings cannot be read; index again")
        }
        guard vectors == nil || vectors == stored else {
            let kind = stored.map { "embeddings of '\($0)'" } ?? "embeddings as the first one is"
            throw HybridSearchError(
                .vectorFieldMismatch,
                "\(path) was made for \(kind); give the same, or none to take what is there")
        }
        vectors = stored
    }
}
