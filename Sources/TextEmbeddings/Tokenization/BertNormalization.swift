// SPDX-License-Identifier: Apache-2.0

/// What happens to a text before it is split into words.
public struct BertNormalization: Hashable, Sendable {
    /// Whether control characters are removed.
    public var cleansText: Bool

    /// Whether every ideograph becomes a word of its own.
    public var separatesIdeographs: Bool

    /// Whether accents are stripped; `nil` where lower-casing decides.
    public var stripsAccents: Bool?

    /// Whether letters become lower case.
    public var lowercases: Bool

    /// Describes a normalisation; the defaults are those of uncased models.
    ///
    /// - Parameters:
    ///   - cleansText: Whether control characters are removed.
    ///   - separatesIdeographs: Whether every ideograph becomes a word of its own.
    ///   - stripsAccents: Whether accents are stripped; `nil` where lower-casing decides.
    ///   - lowercases: Whether letters become lower case.
    public init(
        cleansText: Bool = true, separatesIdeographs: Bool = true, stripsAccents: Bool? = nil, lowercases: Bool = true
    ) {
        self.cleansText = cleansText
        self.separatesIdeographs = separatesIdeographs
        self.stripsAccents = stripsAccents
        self.lowercases = lowercases
    }

    /// Turns one scalar into those that take its place, none where it is removed.
    func normalize(_ scalar: UInt32, _ characters: BertCharacters, into result: inout [UInt32]) {
        result.removeAll(keepingCapacity: true)
        if cleansText && characters.removed.contains(scalar) { return }
        guard stripsAccents ?? lowercases else {
            if lowercases { characters.lowercase.append(scalar, to: &result) } else { result.append(scalar) }
            return
        }
        characters.appendBase(of: scalar, to: &result)
        guard lowercases else { return }
        let bases = result
        result.removeAll(keepingCapacity: true)
        for base in bases { characters.lowercase.append(base, to: &result) }
    }
}
