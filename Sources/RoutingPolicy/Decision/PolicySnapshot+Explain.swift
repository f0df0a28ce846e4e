// SPDX-License-Identifier: Apache-2.0

extension PolicySnapshot {
    /// Decides, and tells of every rule why it did or did not match.
    ///
    /// - Parameters:
    ///   - context: Who asks, and what is known of the document.
    ///   - now: When it is.
    /// - Returns: The trace; its decision is the one that ``decide(_:at:)`` gives.
    /// - Complexity: O(n) in the predicates of the rules that were asked.
    public func explain(_ context: RoutingContext, at now: PolicyInstant) -> Trace {
        let decision = decide(context, at: now)
        let explainer = Explainer(program: handle.program, facts: context.facts, now: now)
        let rules = handle.program.document.rules
        var entries: [Trace.Entry] = []
        switch decision.evaluation.rule {
        case Evaluation.override:
            entries = [Trace.Entry(ruleID: .override, verdict: .matched(decision.route), findings: [])]
            return Trace(entries: entries, unevaluated: rules.map(\.id) + [document.fallback.id], decision: decision)
        case Evaluation.fallback:
            entries = rules.indices.map(explainer.entry(ofRule:))
            entries.append(
                Trace.Entry(ruleID: document.fallback.id, verdict: .matched(decision.route), findings: [])
            )
            return Trace(entries: entries, unevaluated: [], decision: decision)
        case let index:
            let place = Int(index)
            entries = (0...place).map(explainer.entry(ofRule:))
            let rest = rules[(place + 1)...].map(\.id) + [document.fallback.id]
            return Trace(entries: entries, unevaluated: rest, decision: decision)
        }
    }
}

/// Puts into words what the program did with one context.
private struct Explainer {
    let program: PolicyProgram
    let facts: ContextFacts
    let now: PolicyInstant

    func entry(ofRule index: Int) -> Trace.Entry {
        let rule = program.document.rules[index]
        let result = program.result(ofRule: index, facts, now)
        var findings: [Trace.Finding] = []
        if result.status != .outsideWindow {
            collect(rule.when, Int(program.rules[index].predicate), into: &findings)
        }
        return Trace.Entry(ruleID: rule.id, verdict: verdict(of: result, rule, findings), findings: findings)
    }

    private func verdict(of result: RuleResult, _ rule: Rule, _ findings: [Trace.Finding]) -> Trace.Verdict {
        let route = result.route >= 0 ? program.document.routes[Int(result.route)] : nil
        switch (result.status, rule.outcome) {
        case (.matched, _): return route.map(Trace.Verdict.matched) ?? .failed
        case (.missed, _): return .missed(route)
        case (.predicateFalse, _), (.noCoverage, .route), (.unitMissing, .route), (.outsideSlice, .route):
            return .failed
        case (.predicateUnknown, _): return .unknown(missing: missing(findings))
        case (.outsideWindow, _): return .outsideWindow(rule.window ?? TimeWindow())
        case (.noCoverage, .rollout): return .noCoverage
        case (.unitMissing, .rollout(let rollout)):
            let layer = result.detail >= 0 ? program.document.layers[Int(result.detail)] : nil
            return .unitMissing(layer?.unit ?? rollout.unit)
        case (.heldOut, _): return .heldOut(by: program.document.holdouts[Int(result.detail)].id)
        case (.outsideSlice, .rollout(let rollout)): return rollout.slice.map(Trace.Verdict.outsideSlice) ?? .failed
        }
    }

    private func missing(_ findings: [Trace.Finding]) -> [AttributeName] {
        var names: [AttributeName] = []
        for finding in findings {
            if case .attribute(let name, _) = finding.predicate, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Collects the questions that settle a predicate.
    ///
    /// Of a conjunction that is false, it is the first that is false; of one that is true, all; of what is unknown,
    /// those that are unknown. A disjunction is the reverse.
    private func collect(_ predicate: Predicate, _ place: Int, into findings: inout [Trace.Finding]) {
        let truth = program.truth(place, facts, now)
        switch predicate {
        case .all(let parts): collect(parts, place, truth, absorbing: .false, into: &findings)
        case .any(let parts): collect(parts, place, truth, absorbing: .true, into: &findings)
        case .not(let other): collect(other, place + 1, into: &findings)
        case .attribute(let name, _):
            let value = RoutingContext(facts: facts)[name]
            findings.append(Trace.Finding(predicate: predicate, truth: truth, value: value))
        case .constant, .anyAttribute, .isSwitched, .decision:
            findings.append(Trace.Finding(predicate: predicate, truth: truth, value: nil))
        }
    }

    private func collect(
        _ parts: [Predicate],
        _ place: Int,
        _ truth: Truth,
        absorbing: Truth,
        into findings: inout [Trace.Finding]
    ) {
        var child = place + 1
        for part in parts {
            if program.truth(child, facts, now) == truth {
                collect(part, child, into: &findings)
                if truth == absorbing { return }
            }
            child = Int(program.instructions[child].end)
        }
    }
}
