// SPDX-License-Identifier: Apache-2.0

extension Predicate {
    var json: JSONValue {
        switch self {
        case .constant(let truth): .object(["constant": .boolean(truth)])
        case .attribute(let name, let test): test.json(["attribute": .string(name.rawValue)])
        case .anyAttribute(let scope, let test): test.json(["anyAttribute": .string(scope.rawValue)])
        case .isSwitched(let name, let isOn): .object(["switch": .string(name), "is": .boolean(isOn)])
        case .decision(let policy, let routes):
            .object(["policy": .string(policy), "decides": .array(routes.map { .string($0.rawValue) })])
        case .all(let parts): .object(["all": .array(parts.map(\.json))])
        case .any(let parts): .object(["any": .array(parts.map(\.json))])
        case .not(let other): .object(["not": other.json])
        }
    }

    private static let kinds = ["constant", "attribute", "anyAttribute", "switch", "policy", "all", "any", "not"]

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Predicate? {
        read(value, at: path, depth: 1, &diagnostics)
    }

    private static func read(
        _ value: JSONValue,
        at path: String,
        depth: Int,
        _ diagnostics: inout [Diagnostic]
    ) -> Predicate? {
        guard depth <= maximumDepth else {
            diagnostics.append(
                .error(at: path, value: "depth \(depth)", expected: "predicates at most \(maximumDepth) deep")
            )
            return nil
        }
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let kinds = reader.present(kinds)
        guard let kind = kinds.first, kinds.count == 1 else {
            let found = kinds.isEmpty ? value.excerpt : kinds.joined(separator: " and ")
            let expected = "exactly one of \(Self.kinds.joined(separator: ", "))"
            diagnostics.append(.error(at: path, value: found, expected: expected))
            return nil
        }
        let predicate = read(kind, from: &reader, depth: depth, &diagnostics)
        reader.finish(&diagnostics)
        return predicate
    }

    private static func read(
        _ kind: String,
        from reader: inout ObjectReader,
        depth: Int,
        _ diagnostics: inout [Diagnostic]
    ) -> Predicate? {
        switch kind {
        case "constant": return reader.boolean(kind, &diagnostics).map(Predicate.constant)
        case "attribute":
            let name = reader.string(kind, &diagnostics)
            let test = AttributeTest.read(from: &reader, &diagnostics)
            guard let name, let test else { return nil }
            return .attribute(AttributeName(name), test)
        case "anyAttribute": return readAnyAttribute(from: &reader, &diagnostics)
        case "switch":
            let name = reader.string(kind, &diagnostics)
            let isOn = reader.boolean("is", &diagnostics) ?? true
            return name.map { .isSwitched($0, on: isOn) }
        case "policy":
            let name = reader.string(kind, &diagnostics)
            let routes = reader.strings("decides", &diagnostics)
            if routes == nil { reader.reportMissing("decides", expected: "an array of routes", &diagnostics) }
            guard let name, let routes else { return nil }
            return .decision(of: name, isOneOf: routes.map { Route($0) })
        case "not":
            return reader.member(kind).flatMap {
                read($0, at: reader.path(of: kind), depth: depth + 1, &diagnostics).map(Predicate.not)
            }
        default:
            let parts = reader.elements(kind, &diagnostics) { value, path, diagnostics in
                read(value, at: path, depth: depth + 1, &diagnostics)
            }
            return parts.map { kind == "all" ? .all($0) : .any($0) }
        }
    }

    private static func readAnyAttribute(
        from reader: inout ObjectReader,
        _ diagnostics: inout [Diagnostic]
    ) -> Predicate? {
        let name = reader.string("anyAttribute", &diagnostics)
        let test = AttributeTest.read(from: &reader, &diagnostics)
        guard let name, let test else { return nil }
        guard let scope = AttributeScope(rawValue: name) else {
            let path = reader.path(of: "anyAttribute")
            diagnostics.append(.error(at: path, value: "\"\(name)\"", expected: "\"names\" or \"values\""))
            return nil
        }
        return .anyAttribute(scope, test)
    }
}
