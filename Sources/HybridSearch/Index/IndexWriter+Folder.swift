// SPDX-License-Identifier: Apache-2.0
package import _SegmentStore

extension IndexWriter {
    /// Opens the index in a place for writing, or creates it; see ``init(at:_:replacing:)``.
    ///
    /// - Parameters:
    ///   - folder: Where the files are.
    ///   - configuration: How the index is made.
    /// - Throws: A ``HybridSearchError`` as ``init(at:_:replacing:)`` does.
    package init(
        in folder: any StoreFolder, _ configuration: IndexConfiguration = IndexConfiguration()
    ) throws(HybridSearchError) {
        try TextField.check(configuration.fields)
        let writer = try HybridSearchError.translating { () throws(SegmentStoreError) in
            try StoreWriter(folder, properties: configuration.properties)
        }
        var configuration = configuration
        try configuration.adopt(writer.snapshot.properties, path: folder.path)
        try self.init(writer, configuration)
    }
}
