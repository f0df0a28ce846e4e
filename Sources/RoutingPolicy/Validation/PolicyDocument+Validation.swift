// SPDX-License-Identifier: Apache-2.0

extension PolicyDocument {
    /// Everything that is wrong with the policy, in the order of the document.
    ///
    /// Errors make it unusable; warnings are probably not what was meant. What rules do to each other is the matter of
    /// ``PolicyAnalysis``.
    ///
    /// - Returns: All faults; none for a sound policy.
    /// - Complexity: O(n) in the size of the policy, O(k²) in the rollouts that share one layer.
    public func validate() -> [Diagnostic] {
        var validator = PolicyValidator(root: self)
        validator.validate(self, at: "")
        validator.validatePrerequisites()
        return validator.diagnostics
    }
}

/// Walks a policy and collects its faults.
struct PolicyValidator {
    /// The policy whose prerequisites predicates may ask.
    let root: PolicyDocument
    var diagnostics: [Diagnostic] = []

    init(root: PolicyDocument) { self.root = root }

    mutating func validate(_ document: PolicyDocument, at path: String) {
        let prefix = path.isEmpty ? "" : path + "."
        if document.name.isEmpty { error(prefix + "name", "\"\"", "a name") }
        validateRoutes(document, prefix)
        for (index, layer) in document.layers.enumerated() {
            validateName(layer.id, of: document.layers.map(\.id), at: "\(prefix)layers[\(index)].id", index)
            validateSalt(layer.salt, profile: layer.profile, at: "\(prefix)layers[\(index)].salt")
            validateUnit(layer.unit, at: "\(prefix)layers[\(index)].unit")
        }
        for (index, holdout) in document.holdouts.enumerated() {
            validate(holdout, index, of: document, at: "\(prefix)holdouts[\(index)]")
        }
        validateRules(document, prefix)
        if document.fallback.id.rawValue.isEmpty { error(prefix + "fallback.id", "\"\"", "a name") }
        validateRoute(document.fallback.route, of: document, at: prefix + "fallback.route")
        if let mirror = document.fallback.mirror { validate(mirror, of: document, at: prefix + "fallback.mirror") }
        if let override = document.override {
            validateRoute(override.route, of: document, at: prefix + "override.route")
        }
        validateSlices(document, prefix)
    }

    mutating func error(_ path: String, _ value: String, _ expected: String) {
        diagnostics.append(.error(at: path, value: value, expected: expected))
    }

    mutating func warning(_ path: String, _ value: String, _ expected: String) {
        diagnostics.append(.warning(at: path, value: value, expected: expected))
    }

    mutating func validateRoute(_ route: Route, of document: PolicyDocument, at path: String) {
        guard !document.routes.contains(route) else { return }
        let known = document.routes.map(\.rawValue).joined(separator: ", ")
        error(path, "\"\(route)\"", "one of the declared routes: \(known)")
    }

    /// A salt of the profiles that join with a colon must not hold one: ("a:b", "c") and ("a", "b:c") would be the same.
    mutating func validateSalt(_ salt: String, profile: BucketingProfile, at path: String) {
        if salt.isEmpty {
            error(path, "\"\"", "a salt; without one every rollout draws the same units")
        } else if profile == .routing1, salt.utf8.contains(UInt8(ascii: ":")) {
            error(path, "\"\(salt)\"", "a salt without a colon, which separates it from the unit")
        }
    }

    mutating func validateUnit(_ unit: [AttributeName], at path: String) {
        if unit.isEmpty { error(path, "[]", "at least one attribute to hash") }
        for (index, name) in unit.enumerated() { validateName(of: name, at: "\(path)[\(index)]") }
    }

    mutating func validateShare(_ share: PartsPerMillion, at path: String) {
        if !share.isInRange { error(path, share.description, "a percentage from 0% to 100%") }
    }

    mutating func validate(_ mirror: Mirror, of document: PolicyDocument, at path: String) {
        validateRoute(mirror.route, of: document, at: path + ".route")
        validateShare(mirror.share, at: path + ".share")
        if let salt = mirror.salt {
            validateSalt(salt, profile: .routing1, at: path + ".salt")
        } else if mirror.share != .whole {
            error(path + ".salt", "(missing)", "a salt, since only a share is mirrored")
        }
    }

    private mutating func validateRoutes(_ document: PolicyDocument, _ prefix: String) {
        if document.routes.isEmpty { error(prefix + "routes", "[]", "at least one route") }
        for (index, route) in document.routes.enumerated() {
            validateName(
                route.rawValue,
                of: document.routes.map(\.rawValue),
                at: "\(prefix)routes[\(index)]",
                index
            )
        }
    }

    /// A name is not empty, and only its first use counts.
    private mutating func validateName(_ name: String, of names: [String], at path: String, _ index: Int) {
        if name.isEmpty { error(path, "\"\"", "a name") }
        if names[..<index].contains(name) { error(path, "\"\(name)\"", "a name that is not used before") }
    }

    private mutating func validate(_ holdout: Holdout, _ index: Int, of document: PolicyDocument, at path: String) {
        validateName(holdout.id, of: document.holdouts.map(\.id), at: path + ".id", index)
        validateSalt(holdout.salt, profile: .routing1, at: path + ".salt")
        validateUnit(holdout.unit, at: path + ".unit")
        validateShare(holdout.share, at: path + ".share")
        for (position, id) in (holdout.rules ?? []).enumerated() where document[rule: id] == nil {
            error("\(path).rules[\(position)]", "\"\(id)\"", "the name of a rule")
        }
    }

    private mutating func validateRules(_ document: PolicyDocument, _ prefix: String) {
        var seen: Set<RuleID> = [.override, document.fallback.id]
        for (index, rule) in document.rules.enumerated() {
            let path = "\(prefix)rules[\(index)]"
            if rule.id.rawValue.isEmpty {
                error(path + ".id", "\"\"", "a name")
            } else if !seen.insert(rule.id).inserted {
                let expected = "a name that no other rule, nor the fallback, nor an override has"
                error(path + ".id", "\"\(rule.id)\"", expected)
            }
            validate(rule, of: document, at: path)
        }
    }
}
