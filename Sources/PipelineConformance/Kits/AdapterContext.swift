// SPDX-License-Identifier: Apache-2.0

/// What an adapter under test is made with.
public struct AdapterContext: Sendable {
    /// The clock that the adapter must use.
    public var clock: ManualClock

    /// The name of the storage: a new name means new and empty storage, a name used before means the same storage.
    public var storage: String
}
