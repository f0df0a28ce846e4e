// SPDX-License-Identifier: Apache-2.0

/// How the states of a text's tokens become one vector.
public enum Pooling: String, Hashable, Sendable, CaseIterable {
    /// The mean over all tokens, the special ones included (Reimers and Gurevych 2019, arXiv 1908.10084).
    case mean
    /// The state of the first token.
    case firstToken
}
