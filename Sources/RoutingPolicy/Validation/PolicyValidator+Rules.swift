// SPDX-License-Identifier: Apache-2.0

extension PolicyValidator {
    mutating func validate(_ rule: Rule, of document: PolicyDocument, at path: String) {
        if rule.when.depth > Predicate.maximumDepth {
            error(path + ".when", "depth \(rule.when.depth)", "predicates at most \(Predicate.maximumDepth) deep")
        } else {
            validate(rule.when, of: document, at: path + ".when")
        }
        if let window = rule.window { validate(window, at: path + ".window") }
        switch rule.outcome {
        case .route(let route):
            validateRoute(route, of: document, at: path + ".route")
            if rule.onMiss != .continue {
                warning(path + ".onMiss", "stop", "nothing: a rule with one route for all has no miss")
            }
        case .rollout(let rollout): validate(rollout, of: document, at: path + ".rollout")
        }
        if case .stop(let route) = rule.onMiss { validateRoute(route, of: document, at: path + ".onMiss.stop") }
        if let mirror = rule.mirror { validate(mirror, of: document, at: path + ".mirror") }
    }

    mutating func validate(_ window: TimeWindow, at path: String) {
        if let from = window.from, let until = window.until, from >= until {
            error(path, window.description, "a window whose end comes after its beginning")
        }
    }

    private mutating func validate(_ rollout: Rollout, of document: PolicyDocument, at path: String) {
        validateUnit(rollout.unit, at: path + ".unit")
        validateSalt(rollout.salt, profile: rollout.profile, at: path + ".salt")
        if rollout.profile == .growthbook1 {
            warning(path + ".profile", "growthbook1", "growthbook2 or routing1: this hash is biased")
        }
        switch rollout.coverage {
        case .fixed(let share): validateShare(share, at: path + ".coverage")
        case .ramp(let ramp): validate(ramp, at: path + ".ramp")
        }
        if rollout.allocations.isEmpty { error(path + ".allocations", "[]", "at least one route") }
        for (index, allocation) in rollout.allocations.enumerated() {
            let place = "\(path).allocations[\(index)]"
            validateRoute(allocation.route, of: document, at: place + ".route")
            validateShare(allocation.weight, at: place + ".weight")
        }
        let sum = PartsPerMillion(rawValue: rollout.allocations.reduce(0) { $0 &+ $1.weight.rawValue })
        if !rollout.allocations.isEmpty, sum != .whole {
            error(path + ".allocations", "weights that sum to \(sum)", "weights that sum to 100%")
        }
        if let slice = rollout.slice { validate(slice, of: document, at: path + ".slice") }
    }

    private mutating func validate(_ ramp: Ramp, at path: String) {
        if ramp.steps.isEmpty { error(path + ".steps", "[]", "at least one step") }
        if !(0...ramp.steps.count).contains(ramp.approvedSteps) {
            error(path + ".approvedSteps", "\(ramp.approvedSteps)", "a number from 0 to \(ramp.steps.count)")
        }
        for (index, step) in ramp.steps.enumerated() {
            let place = "\(path).steps[\(index)]"
            validateShare(step.coverage, at: place + ".coverage")
            if step.after < .zero || step.after.components.attoseconds != 0 {
                error(place + ".afterSeconds", "\(step.after)", "whole seconds from the start on, not before it")
            }
            guard index > 0 else { continue }
            let previous = ramp.steps[index - 1]
            if step.after <= previous.after {
                error(place + ".afterSeconds", "\(step.after)", "more than the step before, \(previous.after)")
            }
            if step.coverage < previous.coverage {
                warning(place + ".coverage", "\(step.coverage)", "no less than the step before, \(previous.coverage)")
            }
        }
    }

    private mutating func validate(_ slice: LayerSlice, of document: PolicyDocument, at path: String) {
        if !document.layers.contains(where: { $0.id == slice.layer }) {
            error(path + ".layer", "\"\(slice.layer)\"", "the name of a layer of this policy")
        }
        validateShare(slice.from, at: path + ".from")
        validateShare(slice.to, at: path + ".to")
        if slice.from >= slice.to { error(path, "\(slice.from) to \(slice.to)", "a slice that is not empty") }
    }

    /// Rollouts of one layer exclude each other only where their slices do not overlap.
    mutating func validateSlices(_ document: PolicyDocument, _ prefix: String) {
        var earlier: [(slice: LayerSlice, rule: RuleID)] = []
        for (index, rule) in document.rules.enumerated() {
            guard case .rollout(let rollout) = rule.outcome, let slice = rollout.slice else { continue }
            for other in earlier where other.slice.layer == slice.layer {
                guard other.slice.from < slice.to, slice.from < other.slice.to else { continue }
                let expected = "a slice that does not overlap that of rule \"\(other.rule)\", \(other.slice.from) to"
                error(
                    "\(prefix)rules[\(index)].rollout.slice",
                    "\(slice.from) to \(slice.to)",
                    expected + " \(other.slice.to)"
                )
            }
            earlier.append((slice, rule.id))
        }
    }
}
