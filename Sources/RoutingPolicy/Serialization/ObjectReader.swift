// SPDX-License-Identifier: Apache-2.0

/// Reads the members of one JSON object, collecting every fault instead of stopping at the first.
///
/// A member that nobody asked for is a fault too: a misspelt key must not silently mean the default.
struct ObjectReader {
    let path: String
    private let members: [String: JSONValue]
    private var asked: Set<String> = []

    /// Starts to read an object; `nil`, with a diagnostic, where the value is none.
    init?(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) {
        guard case .object(let members) = value else {
            diagnostics.append(.error(at: path, value: value.excerpt, expected: "an object, not \(value.kind)"))
            return nil
        }
        self.path = path
        self.members = members
    }

    /// The path of a member.
    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The keys that are there, of those given.
    func present(_ keys: [String]) -> [String] { keys.filter { members[$0] != nil } }

    /// The member of a key; a null counts as absent.
    mutating func member(_ key: String) -> JSONValue? {
        asked.insert(key)
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    /// The member of a key as a text.
    mutating func string(_ key: String, _ diagnostics: inout [Diagnostic]) -> String? {
        read(key, expected: "a string", &diagnostics) { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The member of a key as a truth value.
    mutating func boolean(_ key: String, _ diagnostics: inout [Diagnostic]) -> Bool? {
        read(key, expected: "true or false", &diagnostics) { if case .boolean(let truth) = $0 { truth } else { nil } }
    }

    /// The member of a key as a whole number.
    mutating func integer(_ key: String, _ diagnostics: inout [Diagnostic]) -> Int? {
        read(key, expected: "a whole number", &diagnostics) { value in
            switch value {
            case .integer(let number): number
            case .number(let number): Int(exactly: number)
            default: nil
            }
        }
    }

    /// The member of a key as a percentage.
    mutating func share(_ key: String, _ diagnostics: inout [Diagnostic]) -> PartsPerMillion? {
        read(key, expected: "a percentage such as \"5%\" or \"0.25%\"", &diagnostics) { value in
            if case .string(let text) = value, text.hasSuffix("%") { PartsPerMillion(text) } else { nil }
        }
    }

    /// The member of a key as a moment.
    mutating func instant(_ key: String, _ diagnostics: inout [Diagnostic]) -> PolicyInstant? {
        read(key, expected: "a moment such as \"2026-01-05T00:00:00Z\"", &diagnostics) { value in
            if case .string(let text) = value { PolicyInstant(text) } else { nil }
        }
    }

    /// The member of a key as the name of a bucketing profile.
    mutating func profile(_ key: String, _ diagnostics: inout [Diagnostic]) -> BucketingProfile? {
        let known = BucketingProfile.allCases.map(\.rawValue).joined(separator: ", ")
        return read(key, expected: "one of \(known)", &diagnostics) { value in
            if case .string(let name) = value { BucketingProfile(rawValue: name) } else { nil }
        }
    }

    /// The member of a key as texts.
    mutating func strings(_ key: String, _ diagnostics: inout [Diagnostic]) -> [String]? {
        elements(key, &diagnostics) { value, path, diagnostics in
            if case .string(let text) = value { return text }
            diagnostics.append(.error(at: path, value: value.excerpt, expected: "a string"))
            return nil
        }
    }

    /// The member of a key as a list, each element read by a function.
    mutating func elements<Element>(
        _ key: String,
        _ diagnostics: inout [Diagnostic],
        _ read: (JSONValue, String, inout [Diagnostic]) -> Element?
    ) -> [Element]? {
        guard let value = member(key) else { return nil }
        guard case .array(let values) = value else {
            diagnostics.append(.error(at: path(of: key), value: value.excerpt, expected: "an array"))
            return nil
        }
        return values.enumerated().compactMap { read($1, "\(path(of: key))[\($0)]", &diagnostics) }
    }

    /// The member of a key as an object of members that are each read by a function.
    mutating func dictionary<Element>(
        _ key: String,
        _ diagnostics: inout [Diagnostic],
        _ read: (JSONValue, String, inout [Diagnostic]) -> Element?
    ) -> [String: Element]? {
        guard let value = member(key) else { return nil }
        guard case .object(let values) = value else {
            diagnostics.append(.error(at: path(of: key), value: value.excerpt, expected: "an object"))
            return nil
        }
        var result: [String: Element] = [:]
        for name in values.keys.sorted() {
            guard let value = values[name] else { continue }
            result[name] = read(value, "\(path(of: key)).\(name)", &diagnostics)
        }
        return result
    }

    /// Says that a member is missing.
    func reportMissing(_ key: String, expected: String, _ diagnostics: inout [Diagnostic]) {
        // A member of the wrong type has been reported already.
        guard members[key] == nil || members[key] == .null else { return }
        diagnostics.append(.error(at: path(of: key), value: "(missing)", expected: expected))
    }

    /// Says which members nobody asked for; the last call.
    func finish(_ diagnostics: inout [Diagnostic]) {
        for key in members.keys.filter({ !asked.contains($0) }).sorted() {
            let known = asked.sorted().joined(separator: ", ")
            diagnostics.append(.error(at: path(of: key), value: "(unknown key)", expected: "one of \(known)"))
        }
    }

    private mutating func read<Value>(
        _ key: String,
        expected: String,
        _ diagnostics: inout [Diagnostic],
        _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = member(key) else { return nil }
        guard let converted = convert(value) else {
            diagnostics.append(.error(at: path(of: key), value: value.excerpt, expected: expected))
            return nil
        }
        return converted
    }
}
