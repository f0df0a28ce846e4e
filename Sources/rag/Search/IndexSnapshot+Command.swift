// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch

extension IndexSnapshot {
    /// Opens an index to be searched.
    ///
    /// - Parameter path: The folder.
    /// - Throws: ``CommandFailure`` that says how to make an index, where there is none; `HybridSearchError`.
    init(searchedAt path: String) throws {
        do throws(HybridSearchError) {
            self = try IndexSnapshot(openingAt: path)
        } catch {
            guard error.code == .notAnIndex else { throw error }
            throw CommandFailure(
                description: "\(path) holds no index; make one first: rag index DOCUMENTS --index \(path)",
                status: .noInput)
        }
    }
}
#endif
