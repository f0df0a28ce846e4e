// SPDX-License-Identifier: Apache-2.0

/// What is odd about rollouts and windows by themselves.
enum RolloutLint {
    static func findings(of document: PolicyDocument, at now: PolicyInstant?) -> [AnalysisFinding] {
        var findings: [AnalysisFinding] = []
        var earlier: [(rule: RuleID, rollout: Rollout)] = []
        for rule in document.rules {
            if let now, let until = rule.window?.until, until <= now {
                findings.append(
                    AnalysisFinding(kind: .pastWindow, rules: [rule.id], message: "its time ended \(until)")
                )
            }
            guard case .rollout(let rollout) = rule.outcome else { continue }
            if case .fixed(let share) = rollout.coverage, share == .none || share == .whole {
                let whom = share == .none ? "nobody" : "everybody"
                findings.append(AnalysisFinding(kind: .trivialRollout, rules: [rule.id], message: "it covers \(whom)"))
            }
            for other in earlier where other.rollout.salt == rollout.salt && other.rollout.profile == rollout.profile {
                let message = "both draw the same units with the salt \"\(rollout.salt)\""
                findings.append(AnalysisFinding(kind: .sharedSalt, rules: [rule.id, other.rule], message: message))
            }
            let others =
                document.layers.map { ("layer \($0.id)", $0.salt, $0.profile) }
                + document.holdouts.map { ("holdout \($0.id)", $0.salt, .routing1) }
            for (name, salt, profile) in others where salt == rollout.salt && profile == rollout.profile {
                let message = "it draws the same units as \(name) with the salt \"\(salt)\""
                findings.append(AnalysisFinding(kind: .sharedSalt, rules: [rule.id], message: message))
            }
            earlier.append((rule.id, rollout))
        }
        return findings
    }
}

/// Which entries of lists are decided by a list before.
enum ListLint {
    static func findings(of document: PolicyDocument) -> [AnalysisFinding] {
        var findings: [AnalysisFinding] = []
        var earlier: [(rule: Rule, attribute: AttributeName, texts: Set<String>, route: Route)] = []
        for rule in document.rules {
            guard rule.window == nil, case .route(let route) = rule.outcome,
                case .attribute(let attribute, let test) = rule.when, let texts = texts(of: test, document)
            else { continue }
            // Another attribute may be a set of texts, of which only one is decided before.
            guard AttributeName.builtIn.contains(where: { $0.name == attribute }) else { continue }
            for other in earlier where other.attribute == attribute && other.route != route {
                let common = texts.intersection(other.texts).sorted()
                guard !common.isEmpty else { continue }
                let shown = common.prefix(5).joined(separator: ", ") + (common.count > 5 ? ", ..." : "")
                findings.append(
                    AnalysisFinding(
                        kind: .overriddenEntries,
                        rules: [rule.id, other.rule.id],
                        message: "\(other.rule.id) decides first for \(shown)"
                    )
                )
            }
            earlier.append((rule, attribute, texts, route))
        }
        return findings
    }

    private static func texts(of test: AttributeTest, _ document: PolicyDocument) -> Set<String>? {
        switch test {
        case .isIn(let texts): Set(texts)
        case .isInList(let name): Set(document.lists[name] ?? [])
        case .equals(.string(let text)): [text]
        default: nil
        }
    }
}
