// SPDX-License-Identifier: Apache-2.0
internal import RAGCore

/// A part of a document's text that is indexed on its own, so that queries can name it and weigh it.
public struct TextField: Hashable, Sendable {
    /// Where a field's text comes from.
    public enum Source: Hashable, Sendable {
        /// Title and body together, ``Document/searchableText``.
        case titleAndText
        /// The title alone.
        case title
        /// The body alone.
        case text
        /// A value of the metadata that is text, or several texts.
        case metadata(String)
    }

    /// The name that queries use: lower-case ASCII letters and digits.
    public var name: String

    /// Where the text comes from.
    public var source: Source

    /// How much an occurrence here counts; positive and finite.
    public var weight: Float

    /// How much the field's length counts, of 0...1; `nil` takes the `b` of the ranking function.
    public var b: Float?

    /// Creates a field.
    ///
    /// - Parameters:
    ///   - name: The name that queries use.
    ///   - source: Where the text comes from.
    ///   - weight: How much an occurrence here counts.
    ///   - b: How much the field's length counts.
    public init(_ name: String, _ source: Source, weight: Float = 1, b: Float? = nil) {
        self.name = name
        self.source = source
        self.weight = weight
        self.b = b
    }

    /// Title and body as one field, `text`; what an index has that names no fields.
    public static let whole = TextField("text", .titleAndText)

    /// The component of a segment that holds the field.
    var component: String { name == Self.whole.name ? name : "text-" + name }

    /// The field's text of a document.
    func text(of document: Document) -> String {
        switch source {
        case .titleAndText: return document.searchableText
        case .title: return document.title
        case .text: return document.text
        case .metadata(let key):
            switch document.metadata[key] {
            case .string(let text): return text
            case .strings(let texts): return texts.joined(separator: "\n")
            default: return ""
            }
        }
    }

    /// Refuses names that cannot be written in a query or name a file, and values outside their range.
    static func check(_ fields: [TextField]) throws(HybridSearchError) {
        guard !fields.isEmpty, Set(fields.map(\.name)).count == fields.count else {
            throw HybridSearchError(.invalidParameter, "an index needs one field or more, each with a name of its own")
        }
        for field in fields {
            let isName = field.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
            guard isName, (1...32).contains(field.name.utf8.count), field.name.utf8.first.map({ $0 >= 0x61 }) == true
            else {
                throw HybridSearchError(
                    .invalidParameter,
                    "'\(field.name)' cannot name a field; take up to 32 lower-case letters and digits, a letter first")
            }
            guard field.weight.isFinite, field.weight > 0, field.b.map({ (0...1).contains($0) }) ?? true else {
                throw HybridSearchError(
                    .invalidParameter,
                    "the field '\(field.name)' needs a positive weight and a b of 0...1, not \(field.weight) and "
                        + "\(field.b.map { "\($0)" } ?? "none")")
            }
        }
    }
}

extension TextField {
    /// The field as a line of text, for the store: name, source, weight and b.
    var stored: String {
        let origin =
            switch source {
            case .titleAndText: "all"
            case .title: "title"
            case .text: "text"
            case .metadata(let key): "metadata:" + key
            }
        return "\(name) \(weight) \(b.map { "\($0)" } ?? "-") \(origin)"
    }

    /// Reads such a line; `nil` for any other.
    init?(stored line: Substring) {
        let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let weight = Float(parts[1]), weight.isFinite, weight > 0 else { return nil }
        let source: Source
        switch parts[3] {
        case "all": source = .titleAndText
        case "title": source = .title
        case "text": source = .text
        default:
            guard parts[3].hasPrefix("metadata:") else { return nil }
            source = .metadata(String(parts[3].dropFirst("metadata:".count)))
        }
        var b: Float?
        if parts[2] != "-" {
            guard let number = Float(parts[2]), (0...1).contains(number) else { return nil }
            b = number
        }
        self.init(String(parts[0]), source, weight: weight, b: b)
    }
}
