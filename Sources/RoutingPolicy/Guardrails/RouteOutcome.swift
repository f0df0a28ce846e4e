// SPDX-License-Identifier: Apache-2.0

/// How the processing of one document ended, with what is needed of the decision that sent it there.
public struct RouteOutcome: Hashable, Sendable {
    /// The decision's exposure.
    public var exposure: Exposure
    /// How it ended.
    public var result: Result
    /// How long it took.
    public var latency: Duration
    /// What it cost, in dollars.
    public var cost: Double

    /// Creates an outcome.
    ///
    /// - Parameters:
    ///   - exposure: The decision's exposure.
    ///   - result: How it ended.
    ///   - latency: How long it took.
    ///   - cost: What it cost, in dollars.
    public init(of exposure: Exposure, _ result: Result, latency: Duration = .zero, cost: Double = 0) {
        self.exposure = exposure
        self.result = result
        self.latency = latency
        self.cost = cost
    }

    /// How processing ended.
    public enum Result: String, Hashable, Sendable, Codable {
        /// The document was processed.
        case success
        /// It took too long.
        case timeout
        /// It failed.
        case error
    }
}
