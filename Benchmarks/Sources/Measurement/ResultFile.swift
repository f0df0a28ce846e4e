// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// What one suite found out: one JSON file that tables, plots and checks read.
public struct ResultFile: Codable, Sendable {
    /// The name of the suite.
    public var name: String

    /// When it ended, in ISO 8601.
    public var date: String

    /// The commit that was measured.
    public var commit: String

    /// Where.
    public var machine: MachineDescription

    /// What the machine can do at best, measured in the same run, by name.
    public var limits: [String: Double]

    /// The measurements.
    public var rows: [Row]

    /// What was aimed at, and what was reached.
    public var goals: [Goal]

    /// One measurement of one system at one piece of work.
    public struct Row: Codable, Sendable {
        /// The piece of work.
        public var work: String

        /// The system, and how it was used.
        public var system: String

        /// The system's version.
        public var version: String

        /// What was measured.
        public var metric: String

        /// The unit of the values.
        public var unit: String

        /// The median of the runs.
        public var value: Double

        /// The number of runs.
        public var runs: Int

        /// The least value of a run.
        public var min: Double

        /// The greatest value of a run.
        public var max: Double

        /// Creates a row from a sample.
        public init(
            work: String, system: String, version: String, metric: String, unit: String, sample: Sample
        ) {
            self.work = work
            self.system = system
            self.version = version
            self.metric = metric
            self.unit = unit
            self.value = sample.median
            self.runs = sample.sorted.count
            self.min = sample.minimum
            self.max = sample.maximum
        }
    }

    /// A bound that a measured value is held against.
    public struct Goal: Codable, Sendable {
        /// What was aimed at.
        public var goal: String

        /// The bound, such as `>= 0.9`.
        public var target: String

        /// What was reached.
        public var value: Double

        /// Whether it is within the bound.
        public var met: Bool
    }

    /// Reads a file.
    ///
    /// - Parameter url: A file that a suite wrote.
    /// - Throws: An error of the file system, or one of decoding.
    public init(contentsOf url: URL) throws {
        self = try JSONDecoder().decode(ResultFile.self, from: Data(contentsOf: url))
    }

    /// Gathers what a suite found out.
    public init(name: String, commit: String, limits: [String: Double], rows: [Row], goals: [Goal] = []) {
        self.name = name
        self.date = Date.now.formatted(.iso8601)
        self.commit = commit
        self.machine = .current
        self.limits = limits
        self.rows = rows
        self.goals = goals
    }

    /// Writes the file, keys in the order of the alphabet so that two runs differ in values only.
    ///
    /// - Parameter folder: The folder for `NAME.json`.
    /// - Throws: An error of the file system.
    public func write(into folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try (encoder.encode(self) + Data("\n".utf8)).write(to: folder.appending(path: "\(name).json"))
    }
}
