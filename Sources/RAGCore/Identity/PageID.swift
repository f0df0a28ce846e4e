// SPDX-License-Identifier: Apache-2.0

/// The name of a page: its document and its number as a reader would say it.
public struct PageID: Hashable, Sendable, Codable {
    /// The document that holds the page.
    public let document: DocumentID

    /// The page's number, counted from 1.
    public let number: Int

    /// Names a page.
    ///
    /// - Parameters:
    ///   - document: The document that holds the page.
    ///   - number: The page's number, counted from 1.
    public init(document: DocumentID, number: Int) {
        self.document = document
        self.number = number
    }
}

extension PageID: Comparable {
    /// Orders pages by document, then by number.
    public static func < (left: PageID, right: PageID) -> Bool {
        (left.document, left.number) < (right.document, right.number)
    }
}

extension PageID: CustomStringConvertible {
    /// The document's identifier and the number, as in `report.pdf p. 3`.
    public var description: String { "\(document) p. \(number)" }
}
