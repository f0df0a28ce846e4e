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

    private let folder: URL

    /// Names a collection.
    ///
    /// - Parameters:
    ///   - name: The name of the collection.
    ///   - folder: Where `NAME.txt`, `NAME.postings.txt`, `NAME.KIND.txt` and `NAME.KIND.oracle.txt` are.
    init(named name: String, in folder: URL) {
        self.name = name
        self.folder = folder
    }

    /// The folder of our index.
    var index: URL { folder.appending(path: "indexes/swift-rag-\(name)") }

    /// Reads one text a document; its place is its row.
    func texts() throws -> [String] { try Self.lines(of: folder.appending(path: "\(name).txt")) }

    /// Reads the number of pairs of a document and a distinct word of it.
    func postingCount() throws -> Double {
        let line = try Self.lines(of: folder.appending(path: "\(name).postings.txt")).first
        return line.flatMap { Double($0) } ?? .nan
    }

    /// Reads the sets of queries, in the order of their names.
    func querySets() throws -> [QuerySet] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try files.filter { $0.hasPrefix("\(name).") && $0.hasSuffix(".oracle.txt") }.map { file in
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
