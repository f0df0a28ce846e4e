// SPDX-License-Identifier: Apache-2.0
import RAGCore

/// One line of a JSON Lines file: `{"id": "7", "title": "...", "text": "...", "metadata": {...}}`.
struct DocumentRecord: Decodable {
    /// The document.
    var document: Document

    private enum CodingKeys: String, CodingKey {
        case id
        case title
        case text
        case metadata
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let id: String
        do {
            id = try fields.decode(String.self, forKey: .id)
        } catch DecodingError.typeMismatch(let type, let context) {
            guard let number = try? fields.decode(Int.self, forKey: .id) else {
                throw DecodingError.typeMismatch(type, context)
            }
            id = String(number)
        }
        // A null value says the same as none.
        let metadata = try fields.decodeIfPresent([String: Metadata.Value?].self, forKey: .metadata) ?? [:]
        self.document = Document(
            id: DocumentID(id),
            title: try fields.decodeIfPresent(String.self, forKey: .title) ?? "",
            text: try fields.decode(String.self, forKey: .text),
            metadata: Metadata(metadata.compactMapValues { $0 })
        )
    }

    /// What a field must be, for a person.
    static func expectation(ofField name: String) -> String {
        switch name {
        case CodingKeys.id.rawValue: "a string or a whole number"
        case CodingKeys.metadata.rawValue: "an object of strings, numbers, truth values and lists of strings"
        default: "a string"
        }
    }
}
