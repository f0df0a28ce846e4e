// SPDX-License-Identifier: Apache-2.0

/// How much longer one piece of work takes than another that does the same.
///
/// The two run in turn, so that whatever else slows the machine for a while touches both: a share of a few per cent, which
/// separate timings minutes apart do not show.
public struct PairedTiming: Sendable {
    /// The first one's processor time on the calling thread over the second one's, of each pair.
    public let processor: Sample

    /// The first one's wall time over the second one's, of each pair.
    public let wall: Sample

    /// Runs both once to warm up, and then pair by pair; every other pair begins with the second.
    ///
    /// - Parameters:
    ///   - budget: Seconds after which no further pair begins, once there were three.
    ///   - most: The most pairs.
    ///   - first: The work that is judged.
    ///   - second: What it is held against.
    public init(budget: Double = 4, most: Int = 25, _ first: () throws -> Void, over second: () throws -> Void) rethrows
    {
        try first()
        try second()
        var processor: [Double] = []
        var wall: [Double] = []
        let clock = ContinuousClock()
        let start = clock.now
        func times(_ body: () throws -> Void) rethrows -> (processor: Double, wall: Double) {
            let begin = clock.now
            let processor = try ThreadClock.measure(body)
            return (processor, (clock.now - begin) / .seconds(1))
        }
        while wall.count < 3 || (wall.count < most && (clock.now - start) / .seconds(1) < budget) {
            let secondLeads = wall.count % 2 == 1
            var other = (processor: 0.0, wall: 0.0)
            if secondLeads { other = try times(second) }
            let judged = try times(first)
            if !secondLeads { other = try times(second) }
            processor.append(judged.processor / other.processor)
            wall.append(judged.wall / other.wall)
        }
        self.processor = Sample(processor)
        self.wall = Sample(wall)
    }
}
