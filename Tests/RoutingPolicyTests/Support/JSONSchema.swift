// SPDX-License-Identifier: Apache-2.0

/// Checks documents against a JSON Schema of draft 2020-12, as far as the schema of policies goes.
///
/// A keyword that is not known here is a fault of every document, so that none of the schema is passed over.
struct JSONSchema {
    private let root: JSONTree
    private let patterns: [String: Regex<AnyRegexOutput>]

    /// What a check found.
    struct Report {
        /// What is wrong, each with the place in the document.
        var faults: [String] = []
        /// The places in the schema of the properties that the document has.
        var properties: Set<String> = []

        mutating func formUnion(_ other: Report) {
            faults += other.faults
            properties.formUnion(other.properties)
        }
    }

    init(_ root: JSONTree) throws {
        self.root = root
        patterns = try Dictionary(
            Self.patterns(in: root).map { ($0, try Regex($0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The places of all properties of the schema, such as `#/$defs/rule/id`.
    var properties: Set<String> { Self.properties(in: root, at: "#") }

    /// Checks a document.
    func check(_ document: JSONTree) -> Report { check(document, against: root, at: "", "#") }

    private static func patterns(in schema: JSONTree) -> [String] {
        schema.members.flatMap { key, value in
            key == "pattern" ? [value.text].compactMap(\.self) : patterns(in: value)
        } + schema.elements.flatMap(patterns)
    }

    private static func properties(in schema: JSONTree, at place: String) -> Set<String> {
        var places: Set<String> = []
        for (key, value) in schema.members where key != "required" {
            if key == "properties" {
                for (name, property) in value.members {
                    places.insert("\(place)/\(name)")
                    places.formUnion(properties(in: property, at: "\(place)/\(name)"))
                }
            } else if case .array(let parts) = value {
                for part in parts { places.formUnion(properties(in: part, at: place)) }
            } else {
                places.formUnion(properties(in: value, at: key == "items" ? place : "\(place)/\(key)"))
            }
        }
        return places
    }

    private func check(_ value: JSONTree, against schema: JSONTree, at path: String, _ place: String) -> Report {
        var report = Report()
        for (keyword, argument) in schema.members {
            report.formUnion(check(value, keyword, argument, of: schema, at: path, place))
        }
        return report
    }

    private func check(
        _ value: JSONTree, _ keyword: String, _ argument: JSONTree, of schema: JSONTree, at path: String,
        _ place: String
    ) -> Report {
        switch keyword {
        case "$schema", "$defs", "title": return Report()
        case "$ref": return checkReference(value, argument.text ?? "", at: path)
        case "oneOf", "anyOf": return checkAlternatives(value, keyword, argument.elements, at: path, place)
        case "not":
            let isRefused = check(value, against: argument, at: path, place).faults.isEmpty
            return Report(faults: isRefused ? [path + ": breaks the rule not"] : [])
        case "properties": return checkProperties(value, argument.members, at: path, place)
        case "additionalProperties":
            let others = value.members.filter { schema.members["properties"]?.members[$0.key] == nil }
            return checkOthers(others, argument, at: path, place)
        case "items":
            return value.elements.enumerated().reduce(into: Report()) { report, element in
                report.formUnion(check(element.element, against: argument, at: "\(path)[\(element.offset)]", place))
            }
        default:
            guard let isKept = isKept(keyword, argument, by: value) else {
                return Report(faults: ["the schema has a keyword that is not known: \(keyword)"])
            }
            return isKept ? Report() : Report(faults: [path + ": breaks the rule " + keyword])
        }
    }

    /// Whether a value keeps a rule that concerns it alone; `nil` for a rule that is not known.
    private func isKept(_ keyword: String, _ argument: JSONTree, by value: JSONTree) -> Bool? {
        let limit = argument.number ?? 0
        switch (keyword, value) {
        case ("const", _): return value == argument
        case ("enum", _): return argument.elements.contains(value)
        case ("type", _):
            let types = argument.text.map { [$0] } ?? argument.elements.compactMap(\.text)
            return types.contains { isOf(type: $0, value) }
        case ("required", .object(let members)):
            return argument.elements.compactMap(\.text).allSatisfy { members[$0] != nil }
        case ("minLength", .string(let text)): return Double(text.unicodeScalars.count) >= limit
        case ("pattern", .string(let text)):
            guard let pattern = patterns[argument.text ?? ""] else { return nil }
            return text.contains(pattern)
        case ("minimum", .number(let number)): return number >= limit
        case ("minItems", .array(let elements)): return Double(elements.count) >= limit
        case ("uniqueItems", .array(let elements)): return Set(elements).count == elements.count
        case ("required", _), ("minLength", _), ("pattern", _), ("minimum", _), ("minItems", _), ("uniqueItems", _):
            return true
        default: return nil
        }
    }

    private func isOf(type: String, _ value: JSONTree) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .boolean), ("number", .number):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }

    private func checkReference(_ value: JSONTree, _ reference: String, at path: String) -> Report {
        var target: JSONTree? = root
        for name in reference.split(separator: "/").dropFirst() { target = target?.members[String(name)] }
        guard let target else { return Report(faults: ["the schema refers to \(reference), which is not there"]) }
        return check(value, against: target, at: path, reference)
    }

    private func checkAlternatives(
        _ value: JSONTree, _ keyword: String, _ schemas: [JSONTree], at path: String, _ place: String
    ) -> Report {
        let reports = schemas.map { check(value, against: $0, at: path, place) }
        let passed = reports.filter(\.faults.isEmpty)
        guard passed.isEmpty || keyword == "oneOf" && passed.count > 1 else {
            return passed.reduce(into: Report()) { $0.formUnion($1) }
        }
        let nearest = reports.min { $0.faults.count < $1.faults.count }?.faults ?? []
        let fault = "\(path): \(passed.count) alternatives of \(keyword) fit"
        return Report(faults: [fault] + (passed.isEmpty ? nearest : []))
    }

    private func checkProperties(
        _ value: JSONTree, _ properties: [String: JSONTree], at path: String, _ place: String
    ) -> Report {
        var report = Report()
        for (name, member) in value.members {
            guard let schema = properties[name] else { continue }
            report.properties.insert("\(place)/\(name)")
            report.formUnion(check(member, against: schema, at: "\(path).\(name)", "\(place)/\(name)"))
        }
        return report
    }

    private func checkOthers(
        _ others: [String: JSONTree], _ schema: JSONTree, at path: String, _ place: String
    ) -> Report {
        if case .boolean(let isAllowed) = schema {
            return Report(faults: isAllowed ? [] : others.keys.map { "\(path).\($0): no such property" })
        }
        return others.reduce(into: Report()) { report, other in
            report.formUnion(check(other.value, against: schema, at: "\(path).\(other.key)", place))
        }
    }
}
