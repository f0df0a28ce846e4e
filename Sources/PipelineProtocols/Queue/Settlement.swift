// SPDX-License-Identifier: Apache-2.0
public import StatusModel

/// How a worker gives back a lease.
public struct Settlement: Hashable, Sendable, Codable {
    /// The lease.
    public var token: LeaseToken

    /// What becomes of the job.
    public var action: Action

    /// Describes a settlement.
    ///
    /// - Parameters:
    ///   - token: The lease.
    ///   - action: What becomes of the job.
    public init(_ token: LeaseToken, _ action: Action) {
        self.token = token
        self.action = action
    }

    /// What becomes of a job.
    public enum Action: Hashable, Sendable, Codable {
        /// It is finished and never delivered again.
        case complete
        /// It failed and is tried again after a while.
        case retry(after: Duration, failure: FailureInfo)
        /// It is given up, and kept among the dead.
        case bury(FailureInfo)
        /// It goes back unworked, at once and without counting as an attempt, as when a worker shuts down.
        case release
    }
}
