// SPDX-License-Identifier: Apache-2.0
import Measurement

/// A way to score queries that runs in this process.
struct MaxSimSystem {
    /// The name, with the precision at the end.
    var name: String

    /// The version, or `nil` for that of our engine.
    var version: String?

    /// The threads it uses; processor time is meaningful with one only.
    var threads: Int

    /// The arithmetic that it consists of, or `nil` for what has several kinds, or is not held against the machine.
    var limit: MachineLimits.Arithmetic?

    /// Prepares a piece of work, which is not timed, and returns what scores all its queries, which is.
    var prepare: (MaxSimWork) throws -> () async throws -> [[Float]]
}
