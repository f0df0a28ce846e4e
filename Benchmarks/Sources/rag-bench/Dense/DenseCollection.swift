// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The rows and queries of one collection of the dense suite.
struct DenseCollection {
    /// The name of the collection.
    let name: String

    /// The length of a row.
    let dimension: Int

    /// One embedding a row.
    let rows: [[Float]]

    /// The queries' embeddings.
    let queries: [[Float]]

    /// A number of 0 to 1 for each row, which filters ask for.
    let attribute: [Float]

    /// The ten rows nearest to each query.
    let nearest: [Set<Int>]

    /// The same among the rows that a filter keeps, for the first queries, by the share of rows that it keeps.
    let nearestKept: [(share: String, nearest: [Set<Int>])]

    private static let shares = ["0.5", "0.1", "0.01"]

    /// Reads a collection.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - folder: Where `NAME.rows.npy` and its companions are.
    /// - Throws: An error that names a file that is missing or has another shape.
    init(named name: String, in folder: URL) throws {
        self.name = name
        let rows = try NumPyFile<Float>(contentsOf: folder.appending(path: "\(name).rows.npy"))
        let queries = try NumPyFile<Float>(contentsOf: folder.appending(path: "\(name).queries.npy"))
        dimension = rows.shape.last ?? 0
        self.rows = Self.rows(of: rows)
        self.queries = Self.rows(of: queries)
        attribute = try NumPyFile<Float>(contentsOf: folder.appending(path: "\(name).attribute.npy")).elements
        nearest = try Self.nearest(folder.appending(path: "\(name).nearest.npy"))
        nearestKept = try Self.shares.map { share in
            (share, try Self.nearest(folder.appending(path: "\(name).nearest-\(share).npy")))
        }
    }

    private static func rows<Element>(of file: NumPyFile<Element>) -> [[Element]] {
        let width = file.shape.last ?? 1
        return stride(from: 0, to: file.elements.count, by: width).map { Array(file.elements[$0..<$0 + width]) }
    }

    private static func nearest(_ url: URL) throws -> [Set<Int>] {
        rows(of: try NumPyFile<Int64>(contentsOf: url)).map { Set($0.map { Int($0) }) }
    }

    /// The share of the nearest rows that searches found, in the mean.
    static func recall(_ found: [[Int]], of nearest: [Set<Int>]) -> Double {
        let shares = zip(found, nearest).map { Double($1.intersection($0).count) / Double($1.count) }
        return shares.reduce(0, +) / Double(shares.count)
    }
}
