// SPDX-License-Identifier: Apache-2.0

/// What is known of a document before anything has been read from it.
public struct DocumentFacts: Hashable, Sendable {
    /// The file name; of a path only the last component counts.
    public var name: String?

    /// The media type in lower case and without parameters, such as `application/pdf`.
    public var mediaType: String?

    /// The size in bytes.
    public var byteCount: Int?

    /// The number of pages.
    public var pageCount: Int?

    /// The kind, where the host knows it.
    public var kind: DocumentKind?

    /// Creates facts; what is not known is left out.
    ///
    /// - Parameters:
    ///   - name: The file name or path.
    ///   - mediaType: The media type; parameters are dropped. Without one it is guessed from the name.
    ///   - byteCount: The size in bytes.
    ///   - pageCount: The number of pages.
    ///   - kind: The kind.
    public init(
        name: String? = nil,
        mediaType: String? = nil,
        byteCount: Int? = nil,
        pageCount: Int? = nil,
        kind: DocumentKind? = nil
    ) {
        self.name = name
        self.mediaType = Self.essence(of: mediaType) ?? name.flatMap(MediaTypes.guess(fromName:))
        self.byteCount = byteCount
        self.pageCount = pageCount
        self.kind = kind
    }

    /// The media type without parameters, in lower case; an empty one is none.
    private static func essence(of mediaType: String?) -> String? {
        guard let type = mediaType?.split(separator: ";").first else { return nil }
        let essence = type.filter { !$0.isWhitespace }.lowercased()
        return essence.isEmpty ? nil : essence
    }
}

/// A document's kind, as far as routing cares.
public struct DocumentKind: RawRepresentable, Hashable, Sendable, Codable {
    /// The kind's name.
    public let rawValue: String

    /// Creates a kind from its name.
    ///
    /// - Parameter rawValue: The name; case matters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Slides.
    public static let presentation = DocumentKind(rawValue: "presentation")
    /// A form to fill in.
    public static let form = DocumentKind(rawValue: "form")
    /// An invoice or a receipt.
    public static let invoice = DocumentKind(rawValue: "invoice")
    /// Images of pages without text.
    public static let scan = DocumentKind(rawValue: "scan")
    /// Any other PDF.
    public static let pdf = DocumentKind(rawValue: "pdf")
    /// Plain text.
    public static let text = DocumentKind(rawValue: "text")
    /// Source code.
    public static let code = DocumentKind(rawValue: "code")
    /// A spreadsheet.
    public static let spreadsheet = DocumentKind(rawValue: "spreadsheet")
}

extension DocumentKind: ExpressibleByStringLiteral {
    /// Creates a kind from a literal.
    ///
    /// - Parameter value: The literal's text.
    public init(stringLiteral value: String) { self.rawValue = value }
}

extension DocumentFacts: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, mediaType, byteCount, pageCount, kind
    }

    /// Reads facts; every one may be absent.
    ///
    /// - Parameter decoder: The source, holding an object.
    /// - Throws: A `DecodingError` where a fact has another type.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decodeIfPresent(String.self, forKey: .name),
            mediaType: try container.decodeIfPresent(String.self, forKey: .mediaType),
            byteCount: try container.decodeIfPresent(Int.self, forKey: .byteCount),
            pageCount: try container.decodeIfPresent(Int.self, forKey: .pageCount),
            kind: try container.decodeIfPresent(DocumentKind.self, forKey: .kind)
        )
    }
}
