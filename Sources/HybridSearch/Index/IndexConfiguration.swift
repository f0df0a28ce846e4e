// SPDX-License-Identifier: Apache-2.0

/// How an index is made; fixed when it is created.
public struct IndexConfiguration: Sendable {
    /// Turns text into terms, for documents and queries alike.
    public var analyzer: any TextAnalyzer

    /// Whether the index remembers where words stand, which phrases need; it costs about a byte for each word.
    public var storesPositions: Bool

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - analyzer: Turns text into terms.
    ///   - storesPositions: Whether the index remembers where words stand.
    public init(analyzer: any TextAnalyzer = EnglishAnalyzer(), storesPositions: Bool = true) {
        self.analyzer = analyzer
        self.storesPositions = storesPositions
    }

    private static let analyzerProperty = "analyzer"
    private static let positionsProperty = "positions"
    private static let kindProperty = "kind"
    private static let kind = "text-index"

    /// What a store remembers of the configuration.
    var properties: [String: String] {
        [
            Self.kindProperty: Self.kind, Self.analyzerProperty: analyzer.identity,
            Self.positionsProperty: storesPositions ? "stored" : "none",
        ]
    }

    /// Refuses a store that was made otherwise, and takes over what it has decided.
    ///
    /// - Parameters:
    ///   - properties: What the store remembers.
    ///   - path: Its folder, for errors.
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
    }
}
