// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch

/// What a folder holds before it is indexed into.
struct ExistingIndex {
    /// How the index was made.
    let configuration: IndexConfiguration

    /// The model that it was embedded with, where it says so.
    let model: IndexedModel?

    /// Whether its documents have embeddings.
    let hasEmbeddings: Bool

    /// Opens the index in a folder; `nil` where there is none, or an empty one.
    ///
    /// - Parameter path: The folder.
    /// - Throws: `HybridSearchError` where there is something else, or a damaged one.
    init?(at path: String) throws(HybridSearchError) {
        let snapshot: IndexSnapshot
        do throws(HybridSearchError) {
            snapshot = try IndexSnapshot(openingAt: path)
        } catch  where error.code == .notAnIndex {
            return nil
        }
        guard snapshot.documentCount > 0 else { return nil }
        configuration = snapshot.configuration
        model = IndexedModel(annotations: snapshot.configuration.annotations)
        hasEmbeddings = snapshot.dimension != nil
    }
}
#endif
