// SPDX-License-Identifier: Apache-2.0

extension PolicyDocument {
    /// The policy as JSON; what has its default is left out, so that one policy has one text.
    var json: JSONValue {
        .object([
            "schemaVersion": .integer(Self.schemaVersion),
            "name": .string(name),
            "description": description.isEmpty ? nil : .string(description),
            "routes": .array(routes.map { .string($0.rawValue) }),
            "switches": switches.isEmpty ? nil : .object(switches.mapValues(JSONValue.boolean)),
            "lists": lists.isEmpty ? nil : .object(lists.mapValues { .array($0.map(JSONValue.string)) }),
            "layers": layers.isEmpty ? nil : .array(layers.map(\.json)),
            "holdouts": holdouts.isEmpty ? nil : .array(holdouts.map(\.json)),
            "prerequisites": prerequisites.isEmpty ? nil : .object(prerequisites.mapValues(\.json)),
            "rules": .array(rules.map(\.json)),
            "fallback": fallback.json,
            "override": override?.json,
            "allowsOverrides": allowsOverrides ? nil : .boolean(false),
        ])
    }

    /// Reads a policy, collecting every fault; `nil` where what is left makes no policy.
    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> PolicyDocument? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        reader.readSchemaVersion(&diagnostics)
        let name = reader.string("name", &diagnostics)
        let description = reader.string("description", &diagnostics)
        let routes = reader.strings("routes", &diagnostics)
        let switches = reader.dictionary("switches", &diagnostics) { value, path, diagnostics -> Bool? in
            if case .boolean(let isOn) = value { return isOn }
            diagnostics.append(.error(at: path, value: value.excerpt, expected: "true or false"))
            return nil
        }
        let lists = reader.dictionary("lists", &diagnostics, readTexts)
        let layers = reader.elements("layers", &diagnostics, Layer.read)
        let holdouts = reader.elements("holdouts", &diagnostics, Holdout.read)
        let prerequisites = reader.dictionary("prerequisites", &diagnostics, PolicyDocument.read)
        let rules = reader.elements("rules", &diagnostics, Rule.read)
        let fallback = reader.member("fallback").flatMap {
            Fallback.read($0, at: reader.path(of: "fallback"), &diagnostics)
        }
        let override = reader.member("override").flatMap {
            Override.read($0, at: reader.path(of: "override"), &diagnostics)
        }
        let allowsOverrides = reader.boolean("allowsOverrides", &diagnostics)
        reader.finish(&diagnostics)
        if name == nil { reader.reportMissing("name", expected: "the policy's name", &diagnostics) }
        if routes == nil { reader.reportMissing("routes", expected: "the names of all routes", &diagnostics) }
        if rules == nil { reader.reportMissing("rules", expected: "an array of rules", &diagnostics) }
        if fallback == nil { reader.reportMissing("fallback", expected: "an object with a route", &diagnostics) }
        guard let name, let routes, let rules, let fallback else { return nil }
        return PolicyDocument(
            name: name,
            description: description ?? "",
            routes: routes.map { Route($0) },
            switches: switches ?? [:],
            lists: lists ?? [:],
            layers: layers ?? [],
            holdouts: holdouts ?? [],
            prerequisites: prerequisites ?? [:],
            rules: rules,
            fallback: fallback,
            override: override,
            allowsOverrides: allowsOverrides ?? true
        )
    }

    private static func readTexts(
        _ value: JSONValue,
        at path: String,
        _ diagnostics: inout [Diagnostic]
    ) -> [String]? {
        guard case .array(let elements) = value else {
            diagnostics.append(.error(at: path, value: value.excerpt, expected: "an array of strings"))
            return nil
        }
        return elements.enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            diagnostics.append(.error(at: "\(path)[\(index)]", value: element.excerpt, expected: "a string"))
            return nil
        }
    }
}

extension ObjectReader {
    fileprivate mutating func readSchemaVersion(_ diagnostics: inout [Diagnostic]) {
        let expected = "\(PolicyDocument.schemaVersion), the version that this library reads"
        guard let version = integer("schemaVersion", &diagnostics) else {
            reportMissing("schemaVersion", expected: expected, &diagnostics)
            return
        }
        guard version != PolicyDocument.schemaVersion else { return }
        diagnostics.append(.error(at: path(of: "schemaVersion"), value: "\(version)", expected: expected))
    }
}

extension PolicyDocument.Fallback {
    var json: JSONValue {
        .object([
            "id": .string(id.rawValue), "route": .string(route.rawValue), "description": .string(description),
            "mirror": mirror?.json,
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Self? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let id = reader.string("id", &diagnostics)
        let route = reader.string("route", &diagnostics)
        let description = reader.string("description", &diagnostics)
        let mirror = reader.member("mirror").flatMap { Mirror.read($0, at: reader.path(of: "mirror"), &diagnostics) }
        reader.finish(&diagnostics)
        guard let route else {
            reader.reportMissing("route", expected: "a route", &diagnostics)
            return nil
        }
        return Self(
            id: RuleID(id ?? "default"),
            route: Route(route),
            description: description ?? "Default routing",
            mirror: mirror
        )
    }
}

extension Override {
    var json: JSONValue {
        .object(["route": .string(route.rawValue), "author": author.map(JSONValue.string)])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Override? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let route = reader.string("route", &diagnostics)
        let author = reader.string("author", &diagnostics)
        reader.finish(&diagnostics)
        guard let route else {
            reader.reportMissing("route", expected: "a route", &diagnostics)
            return nil
        }
        return Override(route: Route(route), author: author)
    }
}
