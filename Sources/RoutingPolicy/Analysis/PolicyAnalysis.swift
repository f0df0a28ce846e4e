// SPDX-License-Identifier: Apache-2.0

/// What the rules of a policy do to each other.
///
/// Every finding is proven: a rule that is called dead never fires, and one that is called redundant can be deleted. Where
/// that cannot be decided, because texts are compared by parts or there is too much to search, the rule is listed in
/// ``undecided`` and nothing is claimed. Switches count as if they could stand either way.
public struct PolicyAnalysis: Sendable {
    /// What was found, in the order of the rules.
    public private(set) var findings: [AnalysisFinding] = []

    /// Rules of which not everything could be decided.
    public private(set) var undecided: [RuleID] = []

    /// Analyses a policy.
    ///
    /// - Parameters:
    ///   - document: The policy.
    ///   - now: When it is, to tell windows that are over; `nil` tells none.
    /// - Complexity: O(n) in the size of the policy for most findings; at most a bounded search for each pair of rules.
    public init(of document: PolicyDocument, at now: PolicyInstant? = nil) {
        let diagnostics = document.validate()
        findings += diagnostics.map { AnalysisFinding(kind: .invalid, rules: [], message: $0.description) }
        guard diagnostics.allSatisfy({ $0.severity == .warning }) else { return }
        if document.override != nil {
            add(.overrideInForce, [], "the policy's override decides before any rule")
        }
        let search = DecisionSearch(DecisionSpace(ProgramBuilder.compile(document)))
        for index in document.rules.indices { analyse(index, of: document, search) }
        findings += RolloutLint.findings(of: document, at: now) + ListLint.findings(of: document)
    }

    private mutating func add(_ kind: AnalysisFinding.Kind, _ rules: [RuleID], _ message: String) {
        findings.append(AnalysisFinding(kind: kind, rules: rules, message: message))
    }

    private mutating func analyse(_ index: Int, of document: PolicyDocument, _ search: DecisionSearch) {
        let rule = document.rules[index]
        var search = search
        switch search.mayDecide(index, before: []) {
        case .none:
            // An empty list is data that will be filled, like a switch that will be turned.
            if !rule.when.asksEmptyList(of: document), search.mayHold(index) == .none {
                add(.contradictory, [rule.id], "its predicate, \(rule.when), can never hold")
            }
            return
        case .undecided: undecided.append(rule.id)
        case .some: break
        }
        if search.isAlwaysTrue(index), rule.when != .always {
            add(.vacuous, [rule.id], "its predicate, \(rule.when), always holds")
        }
        switch search.mayDecide(index, before: Array(0..<index)) {
        case .none:
            let cover = (0..<index).first { other in
                var search = search
                return search.mayDecide(index, before: [other]) == .none
            }
            if let cover {
                add(.shadowed, [rule.id, document.rules[cover].id], "\(document.rules[cover].id) always decides first")
            } else {
                add(.dead, [rule.id], "the rules before it always decide first")
            }
        case .undecided: if !undecided.contains(rule.id) { undecided.append(rule.id) }
        case .some:
            guard case .route = rule.outcome, rule.mirror == nil else { return }
            if search.mayMatter(index) == .none {
                add(.redundant, [rule.id], "without it every document takes the same route")
            }
        }
    }
}

extension Predicate {
    /// Whether the predicate asks a named list that is empty.
    fileprivate func asksEmptyList(of document: PolicyDocument) -> Bool {
        switch self {
        case .attribute(_, .isInList(let name)), .anyAttribute(_, .isInList(let name)):
            document.lists[name]?.isEmpty ?? true
        case .constant, .attribute, .anyAttribute, .isSwitched, .decision: false
        case .all(let parts), .any(let parts): parts.contains { $0.asksEmptyList(of: document) }
        case .not(let other): other.asksEmptyList(of: document)
        }
    }
}

extension DecisionSearch {
    /// Whether a rule may decide while certain rules before it do not.
    fileprivate mutating func mayDecide(_ index: Int, before others: [Int]) -> Answer {
        search(variables(of: [index] + others)) { search in
            let own = search.outcomes(ofRule: index)
            if own.routes.isEmpty { return .cannotHold }
            var isSettled = !own.mayPass
            for other in others {
                let outcomes = search.outcomes(ofRule: other)
                if !outcomes.mayPass { return .cannotHold }
                if !outcomes.routes.isEmpty { isSettled = false }
            }
            return isSettled ? .holds : .open
        }
    }

    /// Whether a rule's predicate may hold.
    fileprivate mutating func mayHold(_ index: Int) -> Answer {
        let rule = space.program.document.rules[index]
        let place = Int(space.program.rules[index].predicate)
        return search(variables(of: [index])) { search in
            let possible = search.answers(rule.when, place)
            return possible == .true ? .holds : possible.contains(.true) ? .open : .cannotHold
        }
    }

    /// Whether a rule's predicate holds in every context.
    fileprivate mutating func isAlwaysTrue(_ index: Int) -> Bool {
        let rule = space.program.document.rules[index]
        let place = Int(space.program.rules[index].predicate)
        return search(variables(of: [index])) { search in
            let possible = search.answers(rule.when, place)
            return possible == .true ? .cannotHold : possible.contains(.true) ? .open : .holds
        } == .none
    }

    /// Whether a document may take another route without a rule.
    fileprivate mutating func mayMatter(_ index: Int) -> Answer {
        let program = space.program
        guard program.rules.allSatisfy({ $0.mirror < 0 }), program.fallbackMirror < 0 else { return .undecided }
        return search(variables(of: Array(program.rules.indices))) { search in
            let own = search.outcomes(ofRule: index)
            guard let route = own.routes.first else { return .cannotHold }
            for other in 0..<index where !search.outcomes(ofRule: other).mayPass { return .cannotHold }
            var later: Set<Int32> = []
            var isOpenEnded = true
            for other in (index + 1)..<max(program.rules.count, index + 1) where isOpenEnded {
                let outcomes = search.outcomes(ofRule: other)
                later.formUnion(outcomes.routes)
                isOpenEnded = outcomes.mayPass
            }
            if isOpenEnded { later.insert(program.fallbackRoute) }
            return later == [route] ? .cannotHold : .open
        }
    }

    /// The variables that some rules depend on.
    private func variables(of rules: [Int]) -> [Int] {
        var variables: [Int] = []
        for rule in rules {
            let start = Int(space.program.rules[rule].predicate)
            let end = Int(space.program.instructions[start].end)
            for place in start..<end { if let question = space.answers[place] { variables.append(question.variable) } }
            if let rollout = space.rollouts[rule] { variables.append(rollout.variable) }
            if let window = space.windows[rule] { variables.append(window.variable) }
        }
        var seen: Set<Int> = []
        return variables.filter { seen.insert($0).inserted }
    }
}
