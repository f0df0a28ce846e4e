// SPDX-License-Identifier: Apache-2.0

extension AttributeTest {
    /// The test as members of an object that already says what is tested.
    func json(_ subject: [String: JSONValue]) -> JSONValue {
        var members = subject
        switch self {
        case .isPresent: members["present"] = .boolean(true)
        case .equals(let value): members["equals"] = value.json
        case .isIn(let texts): members["in"] = Self.array(texts)
        case .isInList(let name): members["inList"] = .string(name)
        case .inRange(let range):
            if let lower = range.lower { members[lower.isInclusive ? "atLeast" : "greaterThan"] = lower.number.json }
            if let upper = range.upper { members[upper.isInclusive ? "atMost" : "lessThan"] = upper.number.json }
        case .inWindow(let window):
            members["from"] = window.from.map { .string($0.description) }
            members["until"] = window.until.map { .string($0.description) }
        case .hasPrefix(let texts): members["prefix"] = Self.array(texts)
        case .hasSuffix(let texts): members["suffix"] = Self.array(texts)
        case .containsIgnoringCase(let texts): members["containsIgnoringCase"] = Self.array(texts)
        case .hasWord(let texts): members["word"] = Self.array(texts)
        case .hasExtension(let texts): members["extension"] = Self.array(texts)
        }
        return .object(members)
    }

    private static func array(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    private static let lowerBounds = ["greaterThan", "atLeast"]
    private static let upperBounds = ["lessThan", "atMost"]
    private static let windowEnds = ["from", "until"]
    private static let single = [
        "present", "equals", "in", "inList", "prefix", "suffix", "containsIgnoringCase", "word", "extension",
    ]

    static func read(from reader: inout ObjectReader, _ diagnostics: inout [Diagnostic]) -> AttributeTest? {
        let tests = reader.present(single)
        let hasRange = !reader.present(lowerBounds + upperBounds).isEmpty
        let hasWindow = !reader.present(windowEnds).isEmpty
        guard tests.count + (hasRange ? 1 : 0) + (hasWindow ? 1 : 0) == 1 else {
            let found = tests + reader.present(lowerBounds + upperBounds + windowEnds)
            for key in found { _ = reader.member(key) }
            let expected = "one test: " + (single + lowerBounds + upperBounds + windowEnds).joined(separator: ", ")
            let value = found.isEmpty ? "(no test)" : found.joined(separator: " and ")
            diagnostics.append(.error(at: reader.path, value: value, expected: expected))
            return nil
        }
        if hasRange { return readRange(from: &reader, &diagnostics) }
        if hasWindow {
            let from = reader.instant("from", &diagnostics)
            return .inWindow(TimeWindow(from: from, until: reader.instant("until", &diagnostics)))
        }
        return tests.first.flatMap { readSingle($0, from: &reader, &diagnostics) }
    }

    private static func readSingle(
        _ key: String,
        from reader: inout ObjectReader,
        _ diagnostics: inout [Diagnostic]
    ) -> AttributeTest? {
        switch key {
        case "present":
            guard let isPresent = reader.boolean(key, &diagnostics) else { return nil }
            if !isPresent {
                diagnostics.append(
                    .error(at: reader.path(of: key), value: "false", expected: "true; negate the predicate with not")
                )
            }
            return .isPresent
        case "equals":
            guard let value = reader.member(key) else { return nil }
            return AttributeValue.read(value, at: reader.path(of: key), &diagnostics).map(AttributeTest.equals)
        case "inList": return reader.string(key, &diagnostics).map(AttributeTest.isInList)
        case "in": return reader.strings(key, &diagnostics).map(AttributeTest.isIn)
        case "prefix": return reader.strings(key, &diagnostics).map(AttributeTest.hasPrefix)
        case "suffix": return reader.strings(key, &diagnostics).map(AttributeTest.hasSuffix)
        case "word": return reader.strings(key, &diagnostics).map(AttributeTest.hasWord)
        case "extension": return reader.strings(key, &diagnostics).map(AttributeTest.hasExtension)
        default: return reader.strings(key, &diagnostics).map(AttributeTest.containsIgnoringCase)
        }
    }

    private static func readRange(
        from reader: inout ObjectReader,
        _ diagnostics: inout [Diagnostic]
    ) -> AttributeTest? {
        for keys in [lowerBounds, upperBounds] where reader.present(keys).count > 1 {
            let expected = "only one of \(keys.joined(separator: " and "))"
            diagnostics.append(.error(at: reader.path, value: keys.joined(separator: " and "), expected: expected))
        }
        var bounds: [String: NumericRange.Number] = [:]
        for key in lowerBounds + upperBounds {
            guard let value = reader.member(key) else { continue }
            switch value {
            case .integer(let number): bounds[key] = .integer(number)
            case .number(let number): bounds[key] = .real(number)
            default:
                diagnostics.append(.error(at: reader.path(of: key), value: value.excerpt, expected: "a number"))
                return nil
            }
        }
        let lower = bounds["greaterThan"].map(NumericRange.Bound.exclusive)
        let upper = bounds["lessThan"].map(NumericRange.Bound.exclusive)
        return .inRange(
            NumericRange(
                lower: lower ?? bounds["atLeast"].map(NumericRange.Bound.inclusive),
                upper: upper ?? bounds["atMost"].map(NumericRange.Bound.inclusive)
            )
        )
    }
}

extension NumericRange.Number {
    var json: JSONValue {
        switch self {
        case .integer(let number): .integer(number)
        case .real(let number): .number(number)
        }
    }
}

extension AttributeValue {
    var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .boolean(let truth): .boolean(truth)
        case .strings(let texts): .array(texts.map(JSONValue.string))
        case .instant(let instant): .object(["instant": .string(instant.description)])
        }
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> AttributeValue? {
        switch value {
        case .string(let text): return .string(text)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(number)
        case .boolean(let truth): return .boolean(truth)
        case .null: return nil
        case .array(let elements):
            let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
            if texts.count == elements.count { return .strings(texts) }
            diagnostics.append(.error(at: path, value: value.excerpt, expected: "an array of strings"))
            return nil
        case .object:
            guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
            let instant = reader.instant("instant", &diagnostics)
            reader.finish(&diagnostics)
            if instant == nil { reader.reportMissing("instant", expected: "a moment", &diagnostics) }
            return instant.map(AttributeValue.instant)
        }
    }
}
