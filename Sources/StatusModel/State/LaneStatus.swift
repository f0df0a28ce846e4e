// SPDX-License-Identifier: Apache-2.0

/// Where one lane of a document stands.
public struct LaneStatus: Hashable, Sendable, Codable {
    /// What the lane is doing.
    public internal(set) var activity: Activity

    /// The attempts that were started on this lane in this generation.
    public internal(set) var attempt: Int

    /// Units done and known in the running stage, such as pages; empty where nobody counts.
    public internal(set) var units: UnitCount

    /// What a lane is doing.
    public enum Activity: Hashable, Sendable, Codable {
        /// No worker has begun, or the last attempt ended and another will follow.
        case waiting
        /// A stage runs.
        case running(Stage)
        /// The lane finished.
        case done
        /// The lane gave up.
        case failed(FailureInfo)

        /// Whether the lane will not move again in this generation.
        public var isSettled: Bool {
            switch self {
            case .waiting, .running: false
            case .done, .failed: true
            }
        }
    }

    /// A lane that nobody has begun.
    init() {
        self.activity = .waiting
        self.attempt = 0
        self.units = UnitCount()
    }
}

/// How much of a stage's work is done, in whatever the stage counts: pages, visuals, chunks.
public struct UnitCount: Hashable, Sendable, Codable {
    /// The units that are done.
    public var done: Int

    /// The units known so far; more may be found on the way.
    public var total: Int

    /// Creates a count.
    ///
    /// - Parameters:
    ///   - done: The units that are done.
    ///   - total: The units known so far.
    public init(done: Int = 0, total: Int = 0) {
        self.done = done
        self.total = total
    }

    /// The part that is done, from 0 to 1; 0 where nothing is known.
    public var fraction: Double {
        total > 0 ? Double(min(max(done, 0), total)) / Double(total) : 0
    }
}
