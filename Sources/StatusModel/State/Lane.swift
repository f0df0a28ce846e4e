// SPDX-License-Identifier: Apache-2.0

/// One of the two ways through processing; a mixed document takes both at once.
public enum Lane: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Text is extracted, cut into chunks and embedded.
    case text
    /// Pages are rendered and embedded as images (visual document retrieval).
    case vdr

    /// The stages of this lane, in the order in which they run; a lane may skip stages but never goes back.
    public var stages: [Stage] {
        switch self {
        case .text: [.extracting, .ocr, .processingVisuals, .chunking, .embedding, .indexing]
        case .vdr: [.rendering, .embeddingPages, .indexing]
        }
    }
}

extension Lane: Comparable {
    /// Orders lanes as they are declared, so that everything printed has one order.
    public static func < (left: Lane, right: Lane) -> Bool { left == .text && right == .vdr }
}

/// A step within a lane.
public enum Stage: String, Hashable, Sendable, Codable, CaseIterable {
    /// Text and the places of its visuals are read out of the file.
    case extracting
    /// Text is recognised on page images.
    case ocr
    /// Important visuals are described or transcribed.
    case processingVisuals
    /// The text is cut into chunks.
    case chunking
    /// Chunks are turned into vectors.
    case embedding
    /// Pages are turned into images.
    case rendering
    /// Page images are turned into multi-vectors.
    case embeddingPages
    /// What was made is written to the index, not yet visible.
    case indexing
}
