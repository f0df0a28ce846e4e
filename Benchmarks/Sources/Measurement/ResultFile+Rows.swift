// SPDX-License-Identifier: Apache-2.0
public import Foundation

extension ResultFile {
    /// Reads the rows that the peers wrote, one file for each system and collection.
    ///
    /// - Parameter folder: A folder of JSON files; one that does not exist holds no rows.
    /// - Returns: The rows of all files, in the order of the files' names.
    /// - Throws: An error of the file system, or one of decoding.
    public static func rows(in folder: URL) throws -> [Row] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .flatMap { try JSONDecoder().decode([Row].self, from: Data(contentsOf: $0)) }
    }
}

extension [ResultFile.Row] {
    /// The value of one measurement, or `nil` where there is none.
    public func value(_ work: String, _ system: String, _ metric: String) -> Double? {
        first { $0.work == work && $0.system == system && $0.metric == metric }?.value
    }

    /// The best value of all variants of a system, or `nil` where there is none.
    ///
    /// - Parameters:
    ///   - work: The piece of work.
    ///   - prefix: What the system's name begins with, such as `torch`.
    ///   - suffix: What it ends with, such as `fp32`.
    ///   - metric: A metric of which more is better.
    /// - Returns: The greatest value.
    public func best(_ work: String, systemsFrom prefix: String, to suffix: String = "", _ metric: String) -> Double? {
        filter {
            $0.work == work && $0.system.hasPrefix(prefix) && $0.system.hasSuffix(suffix) && $0.metric == metric
        }
        .map(\.value).max()
    }
}

extension [ResultFile.Goal] {
    /// Adds a goal that asks for at least so much; nothing where the value could not be measured.
    public mutating func append(_ goal: String, atLeast bound: Double, value: Double?) {
        guard let value else { return }
        append(ResultFile.Goal(goal: goal, target: ">= \(bound)", value: value, met: value >= bound))
    }

    /// Adds a goal that asks for at most so much; nothing where the value could not be measured.
    public mutating func append(_ goal: String, atMost bound: Double, value: Double?) {
        guard let value else { return }
        append(ResultFile.Goal(goal: goal, target: "<= \(bound)", value: value, met: value <= bound))
    }
}

/// The quotient of two measurements, or `nil` unless there are both.
public func / (numerator: Double?, denominator: Double?) -> Double? {
    guard let numerator, let denominator, denominator > 0 else { return nil }
    return numerator / denominator
}
