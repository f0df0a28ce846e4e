// SPDX-License-Identifier: Apache-2.0

/// What is different between two policies, by paths, for people.
public struct PolicyDiff: Hashable, Sendable, Codable {
    /// One difference each, in the order of the paths: `~ rules[rollout].rollout.coverage: "5%" > "20%"`.
    public let lines: [String]

    /// Whether there is none.
    public var isEmpty: Bool { lines.isEmpty }

    /// Compares two policies.
    ///
    /// Rules, layers and holdouts are matched by their names, so that a moved rule is told as moved.
    ///
    /// - Parameters:
    ///   - old: The policy before.
    ///   - new: The policy after.
    /// - Complexity: O(n) in the size of the policies.
    public init(from old: PolicyDocument, to new: PolicyDocument) {
        var comparison = Comparison()
        comparison.compare(old.json, new.json, at: "")
        lines = comparison.lines
    }
}

extension PolicyDiff: CustomStringConvertible {
    /// The lines, or a word for none.
    public var description: String { lines.isEmpty ? "no difference" : lines.joined(separator: "\n") }
}

/// Walks two trees side by side.
private struct Comparison {
    var lines: [String] = []

    mutating func compare(_ old: JSONValue, _ new: JSONValue, at path: String) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let old), .object(let new)):
            for key in Set(old.keys).union(new.keys).sorted() {
                compare(old[key], new[key], at: path.isEmpty ? key : "\(path).\(key)")
            }
        case (.array(let old), .array(let new)): compare(old, new, at: path)
        default: lines.append("~ \(path): \(old.excerpt) > \(new.excerpt)")
        }
    }

    private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, at path: String) {
        switch (old, new) {
        case (let old?, let new?): compare(old, new, at: path)
        case (let old?, nil): lines.append("- \(path): \(old.excerpt)")
        case (nil, let new?): lines.append("+ \(path): \(new.excerpt)")
        case (nil, nil): break
        }
    }

    private mutating func compare(_ old: [JSONValue], _ new: [JSONValue], at path: String) {
        if let oldNames = Self.names(old), let newNames = Self.names(new) {
            compare(old, oldNames, new, newNames, at: path)
        } else if let oldTexts = Self.texts(old), let newTexts = Self.texts(new) {
            compare(oldTexts, newTexts, at: path)
        } else {
            for index in 0..<max(old.count, new.count) {
                let before = index < old.count ? old[index] : nil
                let after = index < new.count ? new[index] : nil
                compare(before, after, at: "\(path)[\(index)]")
            }
        }
    }

    private mutating func compare(
        _ old: [JSONValue],
        _ oldNames: [String],
        _ new: [JSONValue],
        _ newNames: [String],
        at path: String
    ) {
        let before = Dictionary(zip(oldNames, old), uniquingKeysWith: { first, _ in first })
        let after = Dictionary(zip(newNames, new), uniquingKeysWith: { first, _ in first })
        for name in oldNames where after[name] == nil { compare(before[name], nil, at: "\(path)[\(name)]") }
        for name in newNames { compare(before[name], after[name], at: "\(path)[\(name)]") }
        let kept = oldNames.filter { after[$0] != nil }
        let order = newNames.filter { before[$0] != nil }
        if kept != order {
            lines.append("~ \(path): order \(kept.joined(separator: ", ")) > \(order.joined(separator: ", "))")
        }
    }

    private mutating func compare(_ old: [String], _ new: [String], at path: String) {
        let before = Set(old)
        let after = Set(new)
        let removed = old.filter { !after.contains($0) }
        let added = new.filter { !before.contains($0) }
        if !removed.isEmpty { lines.append("- \(path): \(Self.listed(removed))") }
        if !added.isEmpty { lines.append("+ \(path): \(Self.listed(added))") }
        if removed.isEmpty, added.isEmpty { lines.append("~ \(path): another order or number of the same texts") }
    }

    private static func listed(_ texts: [String]) -> String {
        let shown = texts.prefix(10).joined(separator: ", ")
        return texts.count > 10 ? "\(shown), ... \(texts.count) in all" : shown
    }

    /// The names of the elements, where each has one and all are different.
    private static func names(_ values: [JSONValue]) -> [String]? {
        let names = values.compactMap { value -> String? in
            if case .object(let members) = value, case .string(let id)? = members["id"] { id } else { nil }
        }
        return names.count == values.count && Set(names).count == names.count ? names : nil
    }

    private static func texts(_ values: [JSONValue]) -> [String]? {
        let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        return texts.count == values.count ? texts : nil
    }
}
