// SPDX-License-Identifier: Apache-2.0

extension Rule {
    var json: JSONValue {
        var route: JSONValue?
        var rollout: JSONValue?
        switch outcome {
        case .route(let target): route = .string(target.rawValue)
        case .rollout(let target): rollout = target.json
        }
        var miss: JSONValue?
        if case .stop(let target) = onMiss { miss = .object(["stop": .string(target.rawValue)]) }
        return .object([
            "id": .string(id.rawValue), "when": when == .always ? nil : when.json, "window": window?.json,
            "route": route, "rollout": rollout, "onMiss": miss, "description": .string(description),
            "missDescription": missDescription.map(JSONValue.string), "mirror": mirror?.json,
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Rule? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let id = reader.string("id", &diagnostics)
        var when: Predicate? = .always
        if let value = reader.member("when") {
            when = Predicate.read(value, at: reader.path(of: "when"), &diagnostics)
        }
        let window = reader.member("window").flatMap {
            TimeWindow.read($0, at: reader.path(of: "window"), &diagnostics)
        }
        let outcome = readOutcome(&reader, &diagnostics)
        let onMiss = readOnMiss(&reader, &diagnostics)
        let description = reader.string("description", &diagnostics)
        let missDescription = reader.string("missDescription", &diagnostics)
        let mirror = reader.member("mirror").flatMap { Mirror.read($0, at: reader.path(of: "mirror"), &diagnostics) }
        reader.finish(&diagnostics)
        if id == nil { reader.reportMissing("id", expected: "the rule's name", &diagnostics) }
        if description == nil { reader.reportMissing("description", expected: "the rule's reason", &diagnostics) }
        guard let id, let when, let outcome, let description else { return nil }
        return Rule(
            id: RuleID(id),
            when: when,
            window: window,
            outcome: outcome,
            onMiss: onMiss,
            description: description,
            missDescription: missDescription,
            mirror: mirror
        )
    }

    private static func readOutcome(_ reader: inout ObjectReader, _ diagnostics: inout [Diagnostic]) -> Outcome? {
        let keys = reader.present(["route", "rollout"])
        let route = reader.string("route", &diagnostics)
        let rollout = reader.member("rollout").flatMap {
            Rollout.read($0, at: reader.path(of: "rollout"), &diagnostics)
        }
        guard keys.count == 1 else {
            let found = keys.isEmpty ? "(neither)" : keys.joined(separator: " and ")
            diagnostics.append(.error(at: reader.path, value: found, expected: "either route or rollout"))
            return nil
        }
        return rollout.map(Outcome.rollout) ?? route.map { .route(Route($0)) }
    }

    private static func readOnMiss(_ reader: inout ObjectReader, _ diagnostics: inout [Diagnostic]) -> OnMiss {
        guard let value = reader.member("onMiss"), value != .string("continue") else { return .continue }
        let path = reader.path(of: "onMiss")
        guard case .object(let members) = value, case .string(let route)? = members["stop"], members.count == 1 else {
            diagnostics.append(
                .error(at: path, value: value.excerpt, expected: "\"continue\" or {\"stop\": \"ROUTE\"}")
            )
            return .continue
        }
        return .stop(Route(route))
    }
}

extension Mirror {
    var json: JSONValue {
        .object([
            "route": .string(route.rawValue), "share": share == .whole ? nil : .string(share.description),
            "salt": salt.map(JSONValue.string),
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Mirror? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let route = reader.string("route", &diagnostics)
        let share = reader.share("share", &diagnostics)
        let salt = reader.string("salt", &diagnostics)
        reader.finish(&diagnostics)
        guard let route else {
            reader.reportMissing("route", expected: "a route", &diagnostics)
            return nil
        }
        return Mirror(route: Route(route), share: share ?? .whole, salt: salt)
    }
}

extension TimeWindow {
    var json: JSONValue {
        .object(["from": from.map { .string($0.description) }, "until": until.map { .string($0.description) }])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> TimeWindow? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let from = reader.instant("from", &diagnostics)
        let until = reader.instant("until", &diagnostics)
        reader.finish(&diagnostics)
        return TimeWindow(from: from, until: until)
    }
}
