// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension IndexSnapshot {
    private static let kind = "hybrid"

    /// Saves the snapshot into a folder, in place of the index that the folder may hold.
    ///
    /// The new state takes effect at once or not at all: after a crash or on a full disk the old index is whole.
    ///
    /// - Parameter path: A folder that is empty, holds an index, or does not exist yet.
    /// - Throws: A ``HybridSearchError`` of code `inputOutput`, or `notAnIndex` for a folder with other contents.
    public func save(to path: String) throws(HybridSearchError) {
        let files = segments.map { $0.file(kind: Self.kind) }
        do {
            try SegmentDirectory(path: path).commit(files, kind: Self.kind)
        } catch {
            throw HybridSearchError(error)
        }
    }

    /// Opens the index in a folder.
    ///
    /// Every byte is verified against its checksum and every structure against the others before a search touches it.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - analyzer: The analyser that made the index.
    /// - Throws: A ``HybridSearchError`` of code `notAnIndex`, `unsupportedVersion`, `corruptedIndex`, `analyzerMismatch` or
    ///   `inputOutput`.
    public init(openingAt path: String, analyzer: any TextAnalyzer = EnglishAnalyzer()) throws(HybridSearchError) {
        var segments: [IndexSegment] = []
        do throws(SegmentStoreError) {
            for file in try SegmentDirectory(path: path).open(kind: Self.kind) {
                let segment = try IndexSegment(reading: file, name: path)
                guard segment.dense?.dimension == (segments.first ?? segment).dense?.dimension else {
                    throw SegmentStoreError(.corrupted, "\(path) holds embeddings of several dimensions; index again")
                }
                segments.append(segment)
            }
        } catch {
            throw HybridSearchError(error)
        }
        for segment in segments where segment.analyzerIdentity != analyzer.identity {
            throw HybridSearchError(
                .analyzerMismatch,
                "\(path) was made with the analyser '\(segment.analyzerIdentity)'; it cannot be searched with "
                    + "'\(analyzer.identity)'")
        }
        self.init(analyzer: analyzer, segments: segments)
    }
}

extension HybridSearchError {
    /// The same error in this module's terms.
    fileprivate init(_ error: SegmentStoreError) {
        let code: Code =
            switch error.code {
            case .foreign: .notAnIndex
            case .unsupportedVersion: .unsupportedVersion
            case .corrupted: .corruptedIndex
            default: .inputOutput
            }
        self.init(code, error.message, underlying: error)
    }
}
