// SPDX-License-Identifier: Apache-2.0
import Measurement

/// What the lexical engine was built to reach, as ratios to the peers of the same run.
struct LexicalGoals {
    /// The rows of all systems.
    let rows: [ResultFile.Row]

    private static let largeCollections = ["z200k", "z1m"]

    /// The goals whose values were measured.
    var goals: [ResultFile.Goal] {
        var goals: [ResultFile.Goal] = []
        for collection in Self.largeCollections {
            let realistic = "\(collection)/realistic/top-10"
            goals.append("\(realistic): speed / tantivy", atLeast: 2.5, value: speed(realistic, over: ["tantivy"]))
            goals.append("\(realistic): speed / PISA", atLeast: 1, value: speed(realistic, over: ["pisa"]))
            let head = "\(collection)/head/top-10"
            goals.append("\(head): speed / tantivy", atLeast: 4, value: speed(head, over: ["tantivy"]))
            goals.append("\(head): speed / Lucene", atLeast: 1.15, value: speed(head, over: ["lucene"]))
            for work in ["\(collection)/realistic/top-1000", "\(collection)/head/top-1000"] {
                goals.append("\(work): speed / tantivy", atLeast: 1.5, value: speed(work, over: ["tantivy"]))
            }
        }
        let debian = "debian/known-item/top-10"
        goals.append(
            "\(debian): speed / best of tantivy and bm25s", atLeast: 1.5,
            value: speed(debian, over: ["tantivy", "bm25s"]))
        for collection in ["debian"] + Self.largeCollections {
            goals.append(
                "\(collection): index rate / tantivy", atLeast: 1,
                value: rows.value(collection, "swift-rag", "index_rate")
                    / rows.value(collection, "tantivy", "index_rate"))
        }
        goals.append("z1m: bytes a posting", atMost: 1.68, value: rows.value("z1m", "swift-rag", "index_size"))
        goals.append("z1m: opening, ms", atMost: 50, value: rows.value("z1m", "swift-rag", "opening_time"))
        return goals
    }

    /// How many times as fast as the fastest of some systems, by means over the same queries; `nil` unless all of them ran.
    private func speed(_ work: String, over systems: [String]) -> Double? {
        var best = Double.infinity
        for system in systems {
            let times = rows.filter {
                $0.work == work && $0.system.hasPrefix(system) && $0.metric.hasPrefix("latency_mean")
            }
            guard let time = times.map(\.value).min() else { return nil }
            best = min(best, time)
        }
        return best / rows.value(work, "swift-rag", "latency_mean")
    }
}
