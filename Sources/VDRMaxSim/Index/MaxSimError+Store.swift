// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

extension MaxSimError.Code {
    /// The file system refused; the message has its reason.
    public static let inputOutput = Self("inputOutput")
    /// The disk or the quota is full.
    public static let storageFull = Self("storageFull")
    /// A folder that holds no index of multi-vectors.
    public static let notAnIndex = Self("notAnIndex")
    /// An index of a format version that this build does not read; the message names both.
    public static let unsupportedVersion = Self("unsupportedVersion")
    /// An index whose files are damaged, missing, or contradict each other.
    public static let corruptedIndex = Self("corruptedIndex")
    /// A folder to which another writer writes.
    public static let locked = Self("locked")
    /// An index that was made from an older commit than the newest.
    public static let staleIndex = Self("staleIndex")
}

extension MaxSimError {
    /// The same error in this module's terms.
    init(_ error: SegmentStoreError) {
        let code: Code =
            switch error.code {
            case .storageFull: .storageFull
            case .foreign: .notAnIndex
            case .unsupportedVersion: .unsupportedVersion
            case .corrupted: .corruptedIndex
            case .locked: .locked
            case .conflict: .staleIndex
            default: .inputOutput
            }
        self.init(code, error.message)
    }
}
