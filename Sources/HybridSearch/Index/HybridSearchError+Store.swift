// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension HybridSearchError {
    /// An error of the store in this module's terms.
    init(_ error: SegmentStoreError) {
        let code: Code =
            switch error.code {
            case .inputOutput, .storageFull: .inputOutput
            case .foreign: .notAnIndex
            case .unsupportedVersion: .unsupportedVersion
            case .locked: .locked
            case .conflict: .conflict
            case .uncertain: .uncertain
            default: .corruptedIndex
            }
        self.init(code, error.message, underlying: error)
    }

    /// Does work whose errors are those of the store.
    static func translating<Result>(
        _ work: () throws(SegmentStoreError) -> Result
    ) throws(HybridSearchError) -> Result {
        do throws(SegmentStoreError) {
            return try work()
        } catch {
            throw HybridSearchError(error)
        }
    }
}
