// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import RoutingPolicy

/// What a decision is about, as options.
struct ContextOptions: ParsableArguments {
    @Option(help: "The targeting unit, usually the user.")
    var unit: String?

    @Option(help: "The document's file name.")
    var name: String?

    @Option(help: "The document's media type; without it, it is guessed from the name.")
    var mediaType: String?

    @Option(help: "The document's size in bytes.")
    var bytes: Int?

    @Option(help: "The document's number of pages.")
    var pages: Int?

    @Option(help: "The document's kind, such as presentation, form, invoice or scan.")
    var kind: String?

    @Option(help: "Another attribute as NAME=VALUE; may be repeated. true, false and numbers are what they look like.")
    var attribute: [String] = []

    @Option(help: "A route that the request sets by hand.")
    var override: String?

    @Option(help: "The moment, such as 2026-01-05T00:00:00Z; without it, it is now.")
    var at: MomentArgument?

    /// When the decision is taken.
    var instant: PolicyInstant { at?.instant ?? .now }

    /// The context of the options.
    ///
    /// - Throws: A `ValidationError` for an attribute without a value.
    func context() throws -> RoutingContext {
        var attributes: [String: AttributeValue] = [:]
        for text in attribute {
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("--attribute is \(text); give NAME=VALUE.")
            }
            attributes[String(text[..<equals])] = Self.value(String(text[text.index(after: equals)...]))
        }
        let document = DocumentFacts(
            name: name, mediaType: mediaType, byteCount: bytes, pageCount: pages,
            kind: kind.map { DocumentKind(rawValue: $0) })
        return RoutingContext(
            unit: unit, attributes: attributes, document: document,
            override: override.map { Override(route: Route($0)) })
    }

    private static func value(_ text: String) -> AttributeValue {
        if let truth = Bool(text) { return .boolean(truth) }
        if let number = Int(text) { return .integer(number) }
        if let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
    }
}
#endif
