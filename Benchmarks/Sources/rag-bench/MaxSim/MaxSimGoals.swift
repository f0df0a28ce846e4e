// SPDX-License-Identifier: Apache-2.0
import Measurement

/// Holds the MaxSim suite's results against what was aimed at; leaves out what the run did not measure.
struct MaxSimGoals {
    let rows: [ResultFile.Row]

    /// The goals in the order of the plan.
    var goals: [ResultFile.Goal] {
        var goals: [ResultFile.Goal] = []
        for work in ["W1", "W2", "W3", "W4"] {
            let rate = rate(work, "fp32")
            goals.append("fp32 \(work) of the FMA peak", atLeast: 0.9, value: share(work, "fp32"))
            goals.append("fp32 \(work) over maxsim-cpu", atLeast: 4, value: rate / peer(work, "maxsim-cpu"))
            goals.append("fp32 \(work) over torch", atLeast: 2, value: rate / peer(work, "torch"))
        }
        for work in ["W1", "W2", "W3", "W4"] {
            goals.append("bf16 \(work) of its peak", atLeast: 0.85, value: share(work, "bf16"))
        }
        for work in ["W1", "W2", "W3", "W4"] {
            let rate = rate(work, "int8")
            goals.append("int8 \(work) of the VNNI peak", atLeast: 0.85, value: share(work, "int8"))
            goals.append("int8 \(work) over maxsim-cpu", atLeast: 15, value: rate / peer(work, "maxsim-cpu"))
        }
        for (precision, bound) in [("bf16", 0.99), ("int8", 0.98), ("binary+rerank-int8", 0.97)] {
            let overlap = overlap("cranfield", precision)
            goals.append("\(precision) on real vectors, ten best as of fp32", atLeast: bound, value: overlap)
        }
        for work in ["cranfield", "W1", "W2", "W3", "W4"] {
            let rate = rate(work, "binary+rerank-int8")
            goals.append(
                "binary + rerank \(work) over int8", atLeast: 4, value: rate / self.rate(work, "int8"))
        }
        for work in ["W1", "W4"] {
            let scaling = rows.value("\(work)/2-thread", "swift-rag fp32", "speedup_over_one_thread")
            goals.append("two threads over one, fp32 \(work)", atLeast: 1.9, value: scaling)
        }
        for (work, bound) in [("W1", 0.03), ("W2", 0.03), ("W3", 0.1)] {
            let ratio = rows.value("\(work)/1-thread", "swift-rag fp32", "time_over_kernel")
            goals.append("Swift over the bare kernel, \(work)", atMost: bound, value: ratio.map { $0 - 1 })
        }
        for precision in ["fp32", "int8"] {
            let speed = rows.value("W1/1-thread", "swift-rag mapped index \(precision)", "speed_over_memory")
            goals.append("\(precision) W1 from a mapped file over memory", atLeast: 0.9, value: speed)
        }
        return goals
    }

    /// Our operations per second.
    private func rate(_ work: String, _ precision: String) -> Double? {
        rows.value("\(work)/1-thread", "swift-rag \(precision)", "rate")
    }

    /// Our share of what the arithmetic units did beside it.
    private func share(_ work: String, _ precision: String) -> Double? {
        rows.value("\(work)/1-thread", "swift-rag \(precision)", "share_of_peak")
    }

    /// The share of the true ten best documents that we find.
    private func overlap(_ work: String, _ precision: String) -> Double? {
        rows.value("\(work)/1-thread", "swift-rag \(precision)", "top10_overlap")
    }

    /// The best fp32 rate of a peer on one thread.
    private func peer(_ work: String, _ name: String) -> Double? {
        rows.best("\(work)/1-thread", systemsFrom: name, to: "fp32", "rate")
    }
}
