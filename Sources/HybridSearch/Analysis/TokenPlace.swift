// SPDX-License-Identifier: Apache-2.0

/// Where a token stands in its text.
public struct TokenPlace: Hashable, Sendable {
    /// The place in the sequence of tokens, from 0; several tokens may share one, as an identifier and its first part do.
    public var position: UInt32

    /// Where the token begins, in bytes of the text's UTF-8.
    public var start: Int

    /// Where it ends: the offset of the first byte behind it.
    public var end: Int

    /// Creates a place.
    ///
    /// - Parameters:
    ///   - position: The place in the sequence of tokens, from 0.
    ///   - start: Where the token begins, in bytes of the text's UTF-8.
    ///   - end: The offset of the first byte behind it.
    public init(position: UInt32, start: Int, end: Int) {
        self.position = position
        self.start = start
        self.end = end
    }
}
