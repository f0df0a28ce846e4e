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
    ///   - first: The work that is judged; the processor time of work that waits for other tasks does not count.
    ///   - second: What it is held against.
    public init(
        budget: Double = 4, most: Int = 25, _ first: () async throws -> Void, over second: () async throws -> Void
    ) async rethrows {
        try await first()
        try await second()
        var runs = TimedRuns(budget: budget, least: 3, most: most)
        while runs.wantsMore {
            let secondLeads = runs.times.count % 2 == 1
            let start = Moment.now
            if secondLeads { try await second() } else { try await first() }
            let leader = start.elapsed
            let middle = Moment.now
            if secondLeads { try await first() } else { try await second() }
            let follower = middle.elapsed
            let (judged, other) = secondLeads ? (follower, leader) : (leader, follower)
            runs.append((judged.processor / other.processor, judged.wall / other.wall))
        }
        processor = Sample(runs.times.map(\.processor))
        wall = Sample(runs.times.map(\.wall))
    }
}
