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
        var runs = TimedRuns(budget: budget, least: least, most: most)
        while runs.wantsMore {
            let start = Moment.now
            try body()
            runs.append(start.elapsed)
        }
        self.init(runs)
    }

    /// Does the same with work that may wait for other tasks; its processor time counts only if it does not.
    ///
    /// The work is awaited as a server would, in a task on a thread of the shared pool, so that what is measured begins with
    /// one thread awake.
    public init(budget: Double = 2, least: Int = 3, most: Int = 9, _ body: () async throws -> Void) async rethrows {
        try await body()
        var runs = TimedRuns(budget: budget, least: least, most: most)
        while runs.wantsMore {
            let start = Moment.now
            try await body()
            runs.append(start.elapsed)
        }
        self.init(runs)
    }

    private init(_ runs: TimedRuns) {
        processor = Sample(runs.times.map(\.processor))
        wall = Sample(runs.times.map(\.wall))
    }
}
