// SPDX-License-Identifier: Apache-2.0

/// What an embedded text is for; some models were trained to see a prefix that says so.
public enum TextRole: String, Hashable, Sendable, CaseIterable {
    /// It is searched for.
    case query
    /// It is searched in.
    case passage
}
