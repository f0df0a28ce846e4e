// SPDX-License-Identifier: Apache-2.0

/// Searches a space of contexts for one with a property, cutting off what cannot hold one.
struct DecisionSearch {
    let space: DecisionSpace
    /// The class of each variable; `nil` while it is open.
    private var assignment: [Int?]
    private var budget = 0

    /// How many steps a search may take before it gives up.
    static let maximumSteps = 20_000

    init(_ space: DecisionSpace) {
        self.space = space
        assignment = Array(repeating: nil, count: space.classCounts.count)
    }

    /// What a search found.
    enum Answer {
        /// No context has the property; this is certain.
        case none
        /// Some context of the space has it.
        case some
        /// The search gave up.
        case undecided
    }

    /// What a property says of the contexts that are still open.
    enum Verdict {
        case holds
        case cannotHold
        case open
    }

    /// Searches for a context with a property.
    ///
    /// - Parameters:
    ///   - variables: The variables that the property depends on.
    ///   - property: What it says of the contexts that are still open; never open once all the variables are chosen.
    /// - Returns: Whether there is one.
    mutating func search(_ variables: [Int], _ property: (DecisionSearch) -> Verdict) -> Answer {
        if space.isTooLarge { return .undecided }
        budget = Self.maximumSteps
        return step(variables[...], property)
    }

    private mutating func step(_ variables: ArraySlice<Int>, _ property: (DecisionSearch) -> Verdict) -> Answer {
        budget -= 1
        guard budget > 0 else { return .undecided }
        switch property(self) {
        case .holds: return .some
        case .cannotHold: return .none
        case .open: break
        }
        guard let variable = variables.first else { return .some }
        var answer = Answer.none
        for choice in 0..<space.classCounts[variable] {
            assignment[variable] = choice
            let found = step(variables.dropFirst(), property)
            assignment[variable] = nil
            switch found {
            case .some: return .some
            case .undecided: answer = .undecided
            case .none: break
            }
        }
        return answer
    }

    /// The answers that a predicate may still give.
    func answers(_ predicate: Predicate, _ place: Int) -> Possible {
        switch predicate {
        case .constant(let truth): return truth ? .true : .false
        case .not(let other): return answers(other, place + 1).negation
        case .all(let parts): return fold(parts, place, absorbing: .false)
        case .any(let parts): return fold(parts, place, absorbing: .true)
        case .attribute, .anyAttribute, .isSwitched, .decision:
            guard let question = space.answers[place] else { return .anything }
            guard let choice = assignment[question.variable] else {
                return question.truths.reduce(into: Possible()) { $0.insert(Possible($1)) }
            }
            return Possible(question.truths[choice])
        }
    }

    private func fold(_ parts: [Predicate], _ place: Int, absorbing: Possible) -> Possible {
        let neutral = absorbing.negation
        var result = neutral
        var child = place + 1
        for part in parts {
            let next = answers(part, child)
            var combined = Possible()
            if !result.isDisjoint(with: absorbing) || !next.isDisjoint(with: absorbing) { combined.insert(absorbing) }
            if !result.isDisjoint(with: neutral), !next.isDisjoint(with: neutral) { combined.insert(neutral) }
            let isOpen =
                result.contains(.unknown) && next != absorbing || next.contains(.unknown) && result != absorbing
            if isOpen { combined.insert(.unknown) }
            result = combined
            child = Int(space.program.instructions[child].end)
        }
        return result
    }

    /// The routes that a rule may still decide for, and whether it may still leave the decision to the next.
    func outcomes(ofRule index: Int) -> (routes: Set<Int32>, mayPass: Bool) {
        let rule = space.program.document.rules[index]
        if let window = space.windows[index] {
            let holds = assignment[window.variable].map { [window.holds[$0]] } ?? window.holds
            if !holds.contains(true) { return ([], true) }
            if holds.contains(false) { return (matching(index, rule).routes, true) }
        }
        return matching(index, rule)
    }

    private func matching(_ index: Int, _ rule: Rule) -> (routes: Set<Int32>, mayPass: Bool) {
        let possible = answers(rule.when, Int(space.program.rules[index].predicate))
        guard possible.contains(.true) else { return ([], true) }
        var routes: Set<Int32>
        if let rollout = space.rollouts[index] {
            routes = Set(assignment[rollout.variable].map { [rollout.outcomes[$0]] } ?? rollout.outcomes)
        } else {
            routes = [space.program.rules[index].route]
        }
        let mayPass = routes.remove(DecisionSpace.next) != nil || possible != .true
        return (routes, mayPass)
    }
}

/// The answers that a predicate may give.
struct Possible: OptionSet, Hashable {
    let rawValue: UInt8

    static let `false` = Possible(rawValue: 1)
    static let unknown = Possible(rawValue: 2)
    static let `true` = Possible(rawValue: 4)
    static let anything: Possible = [.false, .unknown, .true]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ truth: Truth) { self.init(rawValue: 1 << truth.rawValue) }

    /// The answers of the negation.
    var negation: Possible {
        var result = intersection(.unknown)
        if contains(.false) { result.insert(.true) }
        if contains(.true) { result.insert(.false) }
        return result
    }
}
