// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The documents and queries of one collection of the lexical suite, as words separated by blanks.
struct LexicalCollection {
    /// Queries that were made in one way.
    struct QuerySet {
        /// The way, such as `realistic`.
        var kind: String

        /// The queries that every system answers.
        var queries: [String]

        /// For each query, the rows that belong to the true ten best; more than ten where the last of them tie.
        var best: [Set<Int>]

        /// The share of the true ten best that rankings found.
        func overlap(_ rankings: [[Int]]) -> Double {
            let shares = zip(rankings, best).filter { !$1.isEmpty }.map { found, best in
                Double(best.intersection(found).count) / Double(min(10, best.count))
            }
            return shares.reduce(0, +) / Double(shares.count)
        }
    }

    /// The name of the collection.
    let name: String

    /// One text a document; its place is its row.
    let texts: [String]

    /// The sets of queries, in the order of their names.
    let querySets: [QuerySet]

    /// Reads a collection.
    ///
    /// - Parameters:
    ///   - name: The name of the collection.
    ///   - folder: Where `NAME.txt`, `NAME.KIND.txt` and `NAME.KIND.oracle.txt` are.
    /// - Throws: An error of the file system.
    init(named name: String, in folder: URL) throws {
        self.name = name
        self.texts = try Self.lines(of: folder.appending(path: "\(name).txt"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        self.querySets = try files.filter { $0.hasPrefix("\(name).") && $0.hasSuffix(".oracle.txt") }.map { file in
            let kind = String(file.dropFirst(name.count + 1).dropLast(".oracle.txt".count))
            let best = try Self.lines(of: folder.appending(path: file))
            let queries = try Self.lines(of: folder.appending(path: "\(name).\(kind).txt"))
            return QuerySet(
                kind: kind, queries: Array(queries.prefix(best.count)),
                best: best.map { Set($0.split(separator: " ").compactMap { Int($0) }) })
        }
    }

    private static func lines(of file: URL) throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
