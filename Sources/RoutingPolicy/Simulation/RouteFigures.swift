// SPDX-License-Identifier: Apache-2.0

/// What one document costs and takes on a route.
public struct RouteFigures: Hashable, Sendable, Codable {
    /// Dollars a document.
    public var cost: Double

    /// Seconds a document.
    public var seconds: Double

    /// Creates figures.
    ///
    /// - Parameters:
    ///   - cost: Dollars a document.
    ///   - seconds: Seconds a document.
    public init(cost: Double, seconds: Double) {
        self.cost = cost
        self.seconds = seconds
    }

    /// The figures of the system that this one replaces: $0.21 on the legacy pipeline, $0.21 for page images, $0.10 for text.
    ///
    /// The new pipeline as a whole counts as page images, its dearer lane. Times are those reported for it: the legacy
    /// pipeline's limit of 300 s, 120 s for page images, 180 s for text.
    public static let measured: [Route: RouteFigures] = [
        .legacy: RouteFigures(cost: 0.21, seconds: 300),
        .asyncV2: RouteFigures(cost: 0.21, seconds: 120),
        .vdr: RouteFigures(cost: 0.21, seconds: 120),
        .text: RouteFigures(cost: 0.10, seconds: 180),
        .vdrAndText: RouteFigures(cost: 0.31, seconds: 180),
    ]

    mutating func add(_ other: RouteFigures, times count: Int) {
        cost += other.cost * Double(count)
        seconds += other.seconds * Double(count)
    }
}
