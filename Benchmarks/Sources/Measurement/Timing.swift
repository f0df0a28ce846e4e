// SPDX-License-Identifier: Apache-2.0

/// How long the runs of one piece of work took, in seconds.
public struct Timing: Sendable {
    /// Processor time of the calling thread.
    public let processor: Sample

    /// Wall time.
    public let wall: Sample

    /// Runs a piece of work once to warm up, and then again and again.
    ///
    /// - Parameters:
    ///   - budget: Seconds after which no further run begins, once there were `least` runs.
    ///   - least: The fewest runs.
    ///   - most: The most runs.
    ///   - body: The work.
    public init(budget: Double = 2, least: Int = 3, most: Int = 9, _ body: () throws -> Void) rethrows {
        try body()
        var processor: [Double] = []
        var wall: [Double] = []
        let clock = ContinuousClock()
        let start = clock.now
        while wall.count < least || (wall.count < most && (clock.now - start) / .seconds(1) < budget) {
            let begin = clock.now
            processor.append(try ThreadClock.measure(body))
            wall.append((clock.now - begin) / .seconds(1))
        }
        self.processor = Sample(processor)
        self.wall = Sample(wall)
    }
}
