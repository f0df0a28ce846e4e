// SPDX-License-Identifier: Apache-2.0

/// How a decision came about: every rule that was asked, what it said and why, and those that were not reached.
public struct Trace: Sendable {
    /// What each rule that was asked said, in order; the last entry is the one that decided.
    public let entries: [Entry]

    /// The rules that were not asked because one before them decided.
    public let unevaluated: [RuleID]

    /// The decision, the same that ``PolicySnapshot/decide(_:at:)`` gives.
    public let decision: Decision

    /// What one rule said.
    public struct Entry: Hashable, Sendable {
        /// The rule; `override` and the fallback's name stand for themselves.
        public let ruleID: RuleID

        /// What became of it.
        public let verdict: Verdict

        /// The questions that settled it, with the values that were found.
        public let findings: [Finding]
    }

    /// What became of a rule.
    public enum Verdict: Hashable, Sendable {
        /// It matched and decided for a route.
        case matched(Route)
        /// The unit lies outside the rollout; the rule decided for a route, or, without one, let the next be asked.
        case missed(Route?)
        /// Its predicate does not hold.
        case failed
        /// Missing attributes leave its predicate open, so it does not match.
        case unknown(missing: [AttributeName])
        /// It does not hold at this time.
        case outsideWindow(TimeWindow)
        /// Its rollout covers nobody at this time.
        case noCoverage
        /// There is nothing to hash.
        case unitMissing([AttributeName])
        /// A holdout keeps the unit from it.
        case heldOut(by: String)
        /// The unit is in another slice of the layer.
        case outsideSlice(LayerSlice)
    }

    /// One question that settled a rule.
    public struct Finding: Hashable, Sendable {
        /// The question.
        public let predicate: Predicate

        /// The answer.
        public let truth: Truth

        /// The value that was asked about; `nil` where it is missing, or where the question is about no attribute.
        public let value: AttributeValue?
    }
}

extension Trace.Finding: CustomStringConvertible {
    /// The question, its answer and the value in one line.
    public var description: String {
        let answer =
            switch truth {
            case .true: "true"
            case .false: "false"
            case .unknown: "unknown"
            }
        guard case .attribute(let name, _) = predicate else { return "\(predicate): \(answer)" }
        return "\(predicate): \(answer), \(name) is " + (value?.description ?? "missing")
    }
}

extension Trace.Verdict: CustomStringConvertible {
    /// What became of the rule, in words.
    public var description: String {
        switch self {
        case .matched(let route): "matched, \(route)"
        case .missed(let route): "outside the rollout" + (route.map { ", \($0)" } ?? ", next rule")
        case .failed: "failed"
        case .unknown(let missing): "unknown, missing " + missing.map(\.rawValue).joined(separator: ", ")
        case .outsideWindow(let window): "outside its time, \(window)"
        case .noCoverage: "covers nobody"
        case .unitMissing(let unit): "no unit, " + unit.map(\.rawValue).joined(separator: " or ")
        case .heldOut(let holdout): "held out by \(holdout)"
        case .outsideSlice(let slice): "outside its slice of \(slice.layer), \(slice.from) to \(slice.to)"
        }
    }
}

extension Trace: CustomStringConvertible {
    /// The trace as a tree.
    public var description: String {
        var lines = [
            "\(decision.handle.program.document.name) @ \(decision.digest.short): \(decision.route), \(decision.reason)"
        ]
        for (index, entry) in entries.enumerated() {
            let isLast = index == entries.count - 1 && unevaluated.isEmpty
            lines.append((isLast ? "└─ " : "├─ ") + "\(entry.ruleID): \(entry.verdict)" + bucketNote(index))
            let indent = isLast ? "   " : "│  "
            for (place, finding) in entry.findings.enumerated() {
                lines.append(indent + (place == entry.findings.count - 1 ? "└─ " : "├─ ") + finding.description)
            }
        }
        if !unevaluated.isEmpty {
            lines.append("└─ not asked: " + unevaluated.map(\.rawValue).joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }

    private func bucketNote(_ index: Int) -> String {
        guard index == entries.count - 1, let bucket = decision.bucket, let coverage = decision.coverage else {
            return ""
        }
        return ", bucket \(bucket.position) of \(bucket.resolution), coverage \(coverage)"
    }
}
