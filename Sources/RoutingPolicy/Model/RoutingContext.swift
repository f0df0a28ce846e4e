// SPDX-License-Identifier: Apache-2.0

/// What a decision is about: who asks, what is known of them, and which document it is.
///
/// Texts are put into normalisation form C and hashed when the context is made, once, so that decisions only compare
/// numbers. A context does not know any policy; the same one can be put to many. It is an immutable reference inside:
/// copies cost nothing.
///
/// ```swift
/// let context = RoutingContext(
///     unit: "ada@example.com", attributes: ["plan": "pro", "seats": 12],
///     document: DocumentFacts(name: "slides.pptx", byteCount: 3_000_000))
/// ```
public struct RoutingContext: Sendable {
    let facts: ContextFacts

    /// Creates a context.
    ///
    /// - Parameters:
    ///   - unit: The targeting unit, usually the user; an empty one is the same as none.
    ///   - attributes: Typed values by name. A name that starts with `document.`, or is `unit`, is never asked: those
    ///     are answered by the other parameters.
    ///   - document: What is known of the document.
    ///   - override: A route set by hand for this request.
    public init(
        unit: String? = nil,
        attributes: [String: AttributeValue] = [:],
        document: DocumentFacts? = nil,
        override: Override? = nil
    ) {
        facts = ContextFacts(unit: unit, attributes: attributes, document: document, override: override)
    }

    /// The targeting unit in normalisation form C; never empty.
    public var unit: String? { facts.unit?.text }

    /// The attributes as they were given.
    public var attributes: [String: AttributeValue] { facts.givenAttributes }

    /// What is known of the document.
    public var document: DocumentFacts? { facts.document }

    /// A route set by hand for this request.
    public var override: Override? { facts.override }

    /// The value of a built-in or other attribute, or `nil` where it is missing.
    ///
    /// - Parameter name: The attribute's name.
    public subscript(name: AttributeName) -> AttributeValue? {
        switch name {
        case .unit: facts.unit.map { .string($0.text) }
        case .documentName: facts.documentName.map { .string($0.text) }
        case .mediaType: facts.mediaType.map { .string($0.text) }
        case .kind: facts.kind.map { .string($0.text) }
        case .byteCount: facts.byteCount.map(AttributeValue.integer)
        case .pageCount: facts.pageCount.map(AttributeValue.integer)
        default: facts.givenAttributes[name.rawValue]
        }
    }
}

extension RoutingContext: Hashable {
    /// Whether two contexts say the same.
    public static func == (left: RoutingContext, right: RoutingContext) -> Bool {
        left.unit == right.unit && left.attributes == right.attributes && left.document == right.document
            && left.override == right.override
    }

    /// Hashes what ``==(_:_:)`` compares.
    ///
    /// - Parameter hasher: The hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(unit)
        hasher.combine(attributes)
        hasher.combine(document)
        hasher.combine(override)
    }
}
