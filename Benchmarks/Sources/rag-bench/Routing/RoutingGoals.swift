// SPDX-License-Identifier: Apache-2.0
import Measurement

/// Holds the routing suite's results against what was aimed at; leaves out what the run did not measure.
struct RoutingGoals {
    let rows: [ResultFile.Row]

    /// The goals in the order of the plan.
    var goals: [ResultFile.Goal] {
        var goals: [ResultFile.Goal] = []
        let worst = decision("worst-path/lists-of-50", "swift-rag prepared")
        goals.append("decision on the worst path in ns", atMost: 150, value: worst)
        goals.append(
            "lists of 10,000 users over lists of 50", atMost: 1.1,
            value: decision("worst-path/lists-of-10000", "swift-rag prepared") / worst)
        goals.append(
            "explanation in µs", atMost: 5,
            value: rows.value("worst-path/lists-of-50", "swift-rag", "explain_time").map { $0 / 1e3 })
        goals.append(
            "compilation of 1,000 rules in ms", atMost: 10,
            value: rows.value("1000-rules", "swift-rag", "compile_time"))
        goals.append(
            "time of four readers with swaps over without", atMost: 1.05,
            value: rows.value("4-readers/swaps", "swift-rag", "reader_time")
                / rows.value("4-readers/no-swaps", "swift-rag", "reader_time"))
        for work in ["worst-path/lists-of-50", "mixed/lists-of-50"] {
            goals.append(
                "fastest peer over ours with making the context, \(work)", atLeast: 20,
                value: fastestPeer(work) / decision(work, "swift-rag"))
        }
        return goals
    }

    private func decision(_ work: String, _ system: String) -> Double? {
        rows.value(work, system, "decide_time")
    }

    private func fastestPeer(_ work: String) -> Double? {
        rows.filter { $0.work == work && $0.metric == "decide_time" && !$0.system.hasPrefix("swift-rag") }
            .map(\.value).min()
    }
}
