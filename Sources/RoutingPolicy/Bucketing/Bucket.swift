// SPDX-License-Identifier: Apache-2.0

/// Where a unit stands in a rollout: one of a number of equally likely positions.
public struct Bucket: Hashable, Sendable, Codable {
    /// The position, from 0.
    public var position: Int

    /// The number of positions.
    public var resolution: Int

    /// Creates a bucket.
    ///
    /// - Parameters:
    ///   - position: The position, from 0.
    ///   - resolution: The number of positions.
    public init(position: Int, resolution: Int) {
        self.position = position
        self.resolution = resolution
    }

    /// The position as a fraction in `0 ..< 1`.
    public var fraction: Double { Double(position) / Double(resolution) }

    /// Whether a coverage reaches this bucket.
    ///
    /// The comparison is exact: position / resolution < coverage / 1,000,000.
    ///
    /// - Parameter coverage: The share of units in the rollout.
    /// - Returns: Whether the unit is in the rollout.
    public func isWithin(_ coverage: PartsPerMillion) -> Bool {
        position < Self.limit(coverage.rawValue, of: resolution)
    }

    /// The first position that a share does not reach.
    ///
    /// - Parameters:
    ///   - share: The share in parts per million.
    ///   - resolution: The number of positions.
    /// - Returns: The share of the positions, rounded up: a position is inside when it is smaller.
    package static func limit(_ share: Int, of resolution: Int) -> Int {
        (share &* resolution &+ 999_999) / 1_000_000
    }
}
