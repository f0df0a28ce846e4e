// SPDX-License-Identifier: Apache-2.0

/// A context prepared for evaluation: every text in one normal form and hashed.
final class ContextFacts: Sendable {
    let unit: HashedText?
    let documentName: HashedText?
    let mediaType: HashedText?
    let kind: HashedText?
    let byteCount: Int?
    let pageCount: Int?
    /// The hashes of the texts that are built in, by their slots; 0 for one that is missing.
    let hashes: InlineArray<4, UInt64>
    /// The words and the extension of the document's name.
    let nameHashes: FileNameHashes
    /// The unit as words, where it is short enough.
    let unitWords: UnitWords
    /// Whether the request sets a route by hand.
    let hasOverride: Bool
    let attributes: [Attribute]
    let override: Override?

    let givenAttributes: [String: AttributeValue]
    let document: DocumentFacts?

    /// The text in a slot below ``AttributeSlot/byteCount``.
    func text(inSlot slot: Int32) -> HashedText? {
        switch slot {
        case AttributeSlot.unit: unit
        case AttributeSlot.documentName: documentName
        case AttributeSlot.mediaType: mediaType
        default: kind
        }
    }

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
        hashes = [self.unit?.hash ?? 0, documentName?.hash ?? 0, mediaType?.hash ?? 0, kind?.hash ?? 0]
        nameHashes = FileNameHashes(documentName?.text ?? "")
        unitWords = UnitWords(self.unit?.text)
        hasOverride = override != nil
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
