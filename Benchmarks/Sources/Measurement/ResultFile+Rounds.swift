// SPDX-License-Identifier: Apache-2.0
public import Foundation

extension [ResultFile.Row] {
    /// One row for all rounds of a measurement, in the order in which the measurements first occur.
    ///
    /// Systems that take turns write their rows in several rounds. What one round found out is a single value here, so that
    /// a round that was disturbed does not outweigh the others; the extremes are those of all runs.
    public var joiningRounds: [ResultFile.Row] {
        var order: [[String]] = []
        var rounds: [[String]: [ResultFile.Row]] = [:]
        for row in self {
            let measurement = [row.work, row.system, row.metric]
            if rounds[measurement] == nil { order.append(measurement) }
            rounds[measurement, default: []].append(row)
        }
        return order.compactMap { measurement in
            guard let rows = rounds[measurement], var joined = rows.first else { return nil }
            joined.value = Sample(rows.map(\.value)).median
            joined.runs = rows.reduce(0) { $0 + $1.runs }
            joined.min = Sample(rows.map(\.min)).minimum
            joined.max = Sample(rows.map(\.max)).maximum
            return joined
        }
    }

    /// The rows of this package before those of its peers, as on every page; otherwise in their order.
    public var oursFirst: [ResultFile.Row] {
        filter { $0.system.hasPrefix("swift-rag") } + filter { !$0.system.hasPrefix("swift-rag") }
    }

    /// Writes the rows of one round, as the peers do.
    ///
    /// - Parameter file: The file; its folder is made if need be.
    /// - Throws: An error of the file system.
    public func write(to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try JSONEncoder().encode(self).write(to: file)
    }
}
