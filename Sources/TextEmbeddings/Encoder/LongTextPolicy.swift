// SPDX-License-Identifier: Apache-2.0

/// What happens to a text of more tokens than a model takes at once.
public enum LongTextPolicy: Hashable, Sendable {
    /// The text is cut off.
    case truncate
    /// The text is read in windows that overlap by so many tokens.
    ///
    /// A pooled vector is then the mean of the windows' vectors weighted by their tokens; token vectors come from the window in
    /// which a token appears first.
    case windows(overlap: Int)
}
