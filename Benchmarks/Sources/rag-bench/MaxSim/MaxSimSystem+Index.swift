// SPDX-License-Identifier: Apache-2.0
import Foundation
import RAGCore
import VDRMaxSim

extension MaxSimSystem {
    /// Our index of pages on one thread, its rows in memory.
    static func index(_ name: String, _ precision: Precision) -> MaxSimSystem {
        MaxSimSystem(name: "swift-rag index \(name)", threads: 1) { work in
            search(try pages(of: work, precision), for: work.queries)
        }
    }

    /// The same index with its rows in a mapped file, which the first search brings into memory.
    static func mappedIndex(_ name: String, _ precision: Precision) -> MaxSimSystem {
        MaxSimSystem(name: "swift-rag mapped index \(name)", threads: 1) { work in
            let pages = try pages(of: work, precision)
            let folder = FileManager.default.temporaryDirectory.appending(path: "maxsim-\(UUID().uuidString)")
            // What is mapped stays readable without a name.
            defer { try? FileManager.default.removeItem(at: folder) }
            try MultiVectorStore(path: folder.path, dimension: pages.dimension, precision: precision).commit(pages)
            return search(try MultiVectorIndex(openingAt: folder.path), for: work.queries)
        }
    }

    private static func pages(of work: MaxSimWork, _ precision: Precision) throws -> MultiVectorIndex {
        let names = (1...work.documents.count).map { PageID(document: "pages", number: $0) }
        return try MultiVectorIndex(pages: names, vectors: work.documents.converted(to: precision))
    }

    private static func search(_ index: MultiVectorIndex, for queries: [MultiVector]) -> () throws -> [[Float]] {
        {
            try queries.map { query in
                var scores = [Float](repeating: -.infinity, count: index.count)
                for hit in try index.searchPages(query, limit: 10) { scores[hit.id.number - 1] = hit.score }
                return scores
            }
        }
    }
}
