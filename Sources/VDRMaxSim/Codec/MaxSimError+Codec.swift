// SPDX-License-Identifier: Apache-2.0

extension MaxSimError.Code {
    /// Bytes that are not a codec, or not codes, of a version that this release reads.
    public static let malformedBytes = Self("malformedBytes")
    /// Codes of another codec than the one that shall score or decode them.
    public static let codecMismatch = Self("codecMismatch")
    /// The task was cancelled before the work was done.
    public static let cancelled = Self("cancelled")
    /// A routine of the system's linear algebra library reported failure.
    public static let decompositionFailed = Self("decompositionFailed")
}
