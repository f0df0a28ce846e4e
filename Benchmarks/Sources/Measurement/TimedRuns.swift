// SPDX-License-Identifier: Apache-2.0

/// The times of runs so far, and whether there are enough.
struct TimedRuns {
    private(set) var times: [(processor: Double, wall: Double)] = []

    private let budget: Double
    private let least: Int
    private let most: Int
    private let start = ContinuousClock.now

    /// Begins now.
    ///
    /// - Parameters:
    ///   - budget: Seconds after which no further run begins, once there were `least` runs.
    ///   - least: The fewest runs.
    ///   - most: The most runs.
    init(budget: Double, least: Int, most: Int) {
        self.budget = budget
        self.least = least
        self.most = most
    }

    /// Whether another run is wanted.
    var wantsMore: Bool {
        times.count < least || (times.count < most && start.duration(to: .now) / .seconds(1) < budget)
    }

    mutating func append(_ time: (processor: Double, wall: Double)) { times.append(time) }
}
