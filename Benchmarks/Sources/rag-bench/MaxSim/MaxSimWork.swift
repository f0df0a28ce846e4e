// SPDX-License-Identifier: Apache-2.0
import Foundation
import VDRMaxSim

/// One piece of work of the MaxSim suite: queries to be scored against every document of a batch.
struct MaxSimWork {
    /// The name, such as `W1`.
    let name: String

    /// The queries.
    let queries: [MultiVector]

    /// The rows of all documents, row-major.
    let values: [Float]

    /// The documents.
    let documents: MultiVectorBatch

    /// The true ten best documents of each query.
    let best: [Set<Int>]

    /// Multiplications and additions that scoring all queries takes.
    var operations: Double { 2 * Double(queries.reduce(0) { $0 + $1.rowCount }) * Double(values.count) }

    /// The names of all work whose data a folder holds.
    static func names(in folder: URL) -> [String] {
        ["W1", "W2", "W3", "W4", "W5", "cranfield"].filter { name in
            FileManager.default.fileExists(atPath: folder.appending(path: "\(name).scores.npy").path)
        }
    }

    /// Reads a piece of work.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - folder: Where `NAME.queries.npy`, `NAME.query-offsets.npy`, `NAME.documents.npy`, `NAME.offsets.npy` and
    ///     `NAME.scores.npy` are.
    /// - Throws: An error of the file system, or of an engine that does not accept the data.
    init(named name: String, in folder: URL) throws {
        func file<Element>(_ part: String, of type: Element.Type) throws -> NumPyFile<Element> {
            try NumPyFile(contentsOf: folder.appending(path: "\(name).\(part).npy"))
        }
        let queries = try file("queries", of: Float.self)
        let queryOffsets = try file("query-offsets", of: Int64.self).elements.map { Int($0) }
        let offsets = try file("offsets", of: Int64.self)
        let scores = try file("scores", of: Float.self)
        let dimension = queries.shape[1]
        self.name = name
        self.queries = try zip(queryOffsets, queryOffsets.dropFirst()).map { start, end in
            try MultiVector(Array(queries.elements[(start * dimension)..<(end * dimension)]), dimension: dimension)
        }
        self.values = try file("documents", of: Float.self).elements
        self.documents = try MultiVectorBatch(
            values, offsets: offsets.elements.map { Int($0) },
            dimension: dimension)
        let count = documents.count
        self.best = (0..<scores.shape[0]).map { number in
            Self.top10(Array(scores.elements[(number * count)..<((number + 1) * count)]))
        }
    }

    /// The share of the true ten best that scores rank first, the mean over the queries.
    func top10Overlap(_ scores: [[Float]]) -> Double {
        let found = zip(scores, best).map { Double(Self.top10($0).intersection($1).count) / Double($1.count) }
        return found.reduce(0, +) / Double(found.count)
    }

    private static func top10(_ scores: [Float]) -> Set<Int> {
        Set(scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(10))
    }
}
