// SPDX-License-Identifier: Apache-2.0

/// A context prepared for evaluation: every text in one normal form and hashed.
final class ContextFacts: Sendable {
    let unit: HashedText?
    let documentName: HashedText?
    let mediaType: HashedText?
    let kind: HashedText?
    let byteCount: Int?
    let pageCount: Int?
    let attributes: [Attribute]
    let override: Override?

    let givenAttributes: [String: AttributeValue]
    let document: DocumentFacts?

    /// An attribute that is not built in.
    struct Attribute: Sendable {
        let name: HashedText
        let value: Value
    }

    /// An attribute's value, prepared.
    enum Value: Sendable {
        case text(HashedText)
        case texts([HashedText])
        case number(NumericRange.Number)
        case boolean(Bool)
        case instant(PolicyInstant)
    }

    init(unit: String?, attributes: [String: AttributeValue], document: DocumentFacts?, override: Override?) {
        self.unit = HashedText(unit)
        self.documentName = HashedText(document?.name)
        self.mediaType = HashedText(document?.mediaType)
        self.kind = HashedText(document?.kind?.rawValue)
        self.byteCount = document?.byteCount
        self.pageCount = document?.pageCount
        self.givenAttributes = attributes
        self.document = document
        self.override = override
        self.attributes = attributes.map { Attribute(name: HashedText($0.key), value: Value($0.value)) }
            .sorted { $0.name.hash < $1.name.hash }
    }
}

extension ContextFacts.Value {
    init(_ value: AttributeValue) {
        switch value {
        case .string(let text): self = .text(HashedText(text))
        case .strings(let texts): self = .texts(texts.map { HashedText($0) })
        case .integer(let number): self = .number(.integer(number))
        case .number(let number): self = .number(.real(number))
        case .boolean(let truth): self = .boolean(truth)
        case .instant(let instant): self = .instant(instant)
        }
    }
}
