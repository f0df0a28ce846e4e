// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy

/// Decides straight from the document, slowly and in the plainest way: what the compiled form must equal.
struct NaiveInterpreter {
    let root: PolicyDocument
    let context: RoutingContext
    let now: PolicyInstant

    struct Outcome: Hashable {
        var route: Route
        var rule: RuleID
        var isRandomised = false
        var position: Int?
        var mirror: Route?
    }

    func decide(_ document: PolicyDocument? = nil) -> Outcome {
        let policy = document ?? root
        if document == nil, policy.allowsOverrides, let override = context.override,
            policy.routes.contains(override.route)
        {
            return Outcome(route: override.route, rule: .override)
        }
        if let override = policy.override { return Outcome(route: override.route, rule: .override) }
        for rule in policy.rules {
            if let window = rule.window, !window.contains(now) { continue }
            guard truth(rule.when, policy) == .true else { continue }
            switch rule.outcome {
            case .route(let route): return Outcome(route: route, rule: rule.id, mirror: mirror(rule.mirror))
            case .rollout(let rollout):
                if var outcome = decide(rollout, rule, policy) {
                    outcome.mirror = mirror(rule.mirror)
                    return outcome
                }
            }
        }
        return Outcome(
            route: policy.fallback.route,
            rule: policy.fallback.id,
            mirror: mirror(policy.fallback.mirror)
        )
    }

    private func decide(_ rollout: Rollout, _ rule: Rule, _ policy: PolicyDocument) -> Outcome? {
        let coverage = rollout.coverage.share(at: now)
        guard coverage > .none else { return nil }
        for holdout in policy.holdouts where holdout.rules?.contains(rule.id) ?? true {
            if let unit = unit(holdout.unit),
                BucketingProfile.routing1.bucket(salt: holdout.salt, unit: unit).isWithin(holdout.share)
            {
                return nil
            }
        }
        if let slice = rollout.slice {
            guard let layer = policy.layers.first(where: { $0.id == slice.layer }), let unit = unit(layer.unit) else {
                return nil
            }
            let bucket = layer.profile.bucket(salt: layer.salt, unit: unit)
            let place = bucket.position * 1_000_000
            let slice = slice.from.rawValue * bucket.resolution..<slice.to.rawValue * bucket.resolution
            guard slice.contains(place) else { return nil }
        }
        let weighted = rollout.allocations.filter { $0.weight > .none }
        if coverage == .whole, weighted.count == 1 { return Outcome(route: weighted[0].route, rule: rule.id) }
        guard let unit = unit(rollout.unit) else { return nil }
        let bucket = rollout.profile.bucket(salt: rollout.salt, unit: unit)
        var outcome = Outcome(
            route: policy.fallback.route,
            rule: rule.id,
            isRandomised: true,
            position: bucket.position
        )
        if let route = route(of: unit, bucket, coverage, rollout) {
            outcome.route = route
            return outcome
        }
        guard case .stop(let route) = rule.onMiss else { return nil }
        outcome.route = route
        return outcome
    }

    /// Fractions of whole numbers as pairs, so that nothing is rounded.
    private func route(of unit: String, _ bucket: Bucket, _ coverage: PartsPerMillion, _ rollout: Rollout) -> Route? {
        var start = 0
        if rollout.profile.hasIndependentSplit {
            guard bucket.position * 1_000_000 < coverage.rawValue * bucket.resolution else { return nil }
            let split = rollout.profile.bucket(salt: rollout.salt, unit: unit, for: .split)
            for allocation in rollout.allocations {
                start += allocation.weight.rawValue
                if split.position * 1_000_000 < start * split.resolution { return allocation.route }
            }
            return nil
        }
        for allocation in rollout.allocations {
            let width = allocation.weight.rawValue * coverage.rawValue
            let place = bucket.position * 1_000_000 * 1_000_000
            let first = start * 1_000_000 * bucket.resolution
            if place >= first, place < first + width * bucket.resolution { return allocation.route }
            start += allocation.weight.rawValue
        }
        return nil
    }

    private func mirror(_ mirror: Mirror?) -> Route? {
        guard let mirror else { return nil }
        if mirror.share == .whole { return mirror.route }
        guard let unit = context.unit, let salt = mirror.salt else { return nil }
        return BucketingProfile.routing1.bucket(salt: salt, unit: unit).isWithin(mirror.share) ? mirror.route : nil
    }

    private func unit(_ names: [AttributeName]) -> String? {
        for name in names {
            switch context[name] {
            case .string(let text)? where !text.isEmpty: return text.precomposedStringWithCanonicalMapping
            case .integer(let number)?: return String(number)
            default: continue
            }
        }
        return nil
    }

    private func truth(_ predicate: RoutingPolicy.Predicate, _ policy: PolicyDocument) -> Truth {
        switch predicate {
        case .constant(let truth): return Truth(truth)
        case .isSwitched(let name, let isOn): return Truth((policy.switches[name] ?? false) == isOn)
        case .not(let other): return truth(other, policy).negation
        case .all(let parts): return parts.map { truth($0, policy) }.min { $0.rawValue < $1.rawValue } ?? .true
        case .any(let parts): return parts.map { truth($0, policy) }.max { $0.rawValue < $1.rawValue } ?? .false
        case .decision(let name, let routes):
            guard let other = root.prerequisites[name] else { return .false }
            return Truth(routes.contains(decide(other).route))
        case .anyAttribute(let scope, let test):
            return Truth(
                context.attributes.contains { name, value in
                    self.truth(scope == .names ? .string(name) : value, test, policy) == .true
                }
            )
        case .attribute(let name, let test):
            guard let value = context[name] else { return test == .isPresent ? .false : .unknown }
            return truth(value, test, policy)
        }
    }

    private func truth(_ value: AttributeValue, _ test: AttributeTest, _ policy: PolicyDocument) -> Truth {
        switch (test, value) {
        case (.isPresent, _): return .true
        case (.equals(.string(let expected)), .string(let text)): return Truth(text == expected)
        case (.equals(.string(let expected)), .strings(let texts)): return Truth(texts.contains(expected))
        case (.equals(.boolean(let expected)), .boolean(let truth)): return Truth(truth == expected)
        case (.equals(.instant(let expected)), .instant(let instant)): return Truth(instant == expected)
        case (.equals(.integer(let expected)), .integer(let number)): return Truth(number == expected)
        case (.equals(.integer(let expected)), .number(let number)): return Truth(number == Double(expected))
        case (.equals(.number(let expected)), .integer(let number)): return Truth(Double(number) == expected)
        case (.equals(.number(let expected)), .number(let number)): return Truth(number == expected)
        case (.inWindow(let window), .instant(let instant)): return Truth(window.contains(instant))
        case (.inRange(let range), .integer(let number)): return Truth(range.contains(.integer(number)))
        case (.inRange(let range), .number(let number)): return Truth(range.contains(.real(number)))
        case (.equals, _), (.inWindow, _), (.inRange, _): return .unknown
        case (_, .string(let text)): return Truth(passes(text, test, policy))
        case (_, .strings(let texts)): return Truth(texts.contains { passes($0, test, policy) })
        default: return .unknown
        }
    }

    private func passes(_ text: String, _ test: AttributeTest, _ policy: PolicyDocument) -> Bool {
        switch test {
        case .isIn(let texts): texts.contains(text)
        case .isInList(let name): policy.lists[name]?.contains(text) ?? false
        case .hasPrefix(let parts): parts.contains { text.hasPrefix($0) }
        case .hasSuffix(let parts): parts.contains { text.hasSuffix($0) }
        case .containsIgnoringCase(let parts): parts.contains { text.lowercased().contains($0.lowercased()) }
        case .hasExtension(let parts):
            parts.contains { text.lowercased().hasSuffix("." + $0.lowercased()) }
        case .hasWord(let words): !Set(words).isDisjoint(with: Self.words(of: text))
        default: false
        }
    }

    /// The words of a simple file name: what stands between what is neither letter nor digit.
    private static func words(of name: String) -> [String] {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let stem = parts.count > 1 ? parts.dropLast().joined(separator: ".") : name
        return stem.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
