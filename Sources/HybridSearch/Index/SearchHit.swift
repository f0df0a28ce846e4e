// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// A document that was found.
public struct SearchHit: Hashable, Sendable {
    /// The document's row in the snapshot that found it.
    public var row: Int

    /// The document.
    public var document: Document

    /// How well it matched; higher is better, and comparable within one search only.
    public var score: Double

    /// What each leg found it by; one entry for a search by a single leg.
    public var legs: [FusedHit<Int>.Contribution]
}
