// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import TextEmbeddings

/// How much of a document a model reads at once, and how much of that it reads again with what follows.
///
/// An index keeps it, so that later documents are cut as the first ones were.
struct ChunkWindow: Equatable {
    /// The most tokens of a text, with the document's title and the two special ones.
    var tokens: Int

    /// The tokens that a chunk repeats of the one before it.
    var overlap: Int

    /// The share of a window that is the default of the overlap; see decision 0011.
    private static let overlapShare = 8

    /// The window of a model.
    ///
    /// - Parameters:
    ///   - encoder: The model.
    ///   - overlap: The overlap that was asked for; by default an eighth of the window.
    /// - Throws: ``CommandFailure`` where so much overlap leaves less than half of the window for new text.
    init(of encoder: TextEncoder, overlap: Int? = nil) throws {
        tokens = encoder.maximumTokenCount
        self.overlap = overlap ?? tokens / Self.overlapShare
        guard self.overlap <= tokens / 2 else {
            throw CommandFailure(
                description: "--chunk-overlap is \(self.overlap), and the model reads \(tokens) tokens at once; "
                    + "give at most \(tokens / 2)", status: .usage)
        }
    }

    private static let tokensKey = "chunk.tokens"
    private static let overlapKey = "chunk.overlap"

    /// Reads the annotations of an index; `nil` where they say nothing of chunks.
    init?(annotations: [String: String]) {
        guard let tokens = annotations[Self.tokensKey].flatMap({ Int($0) }), tokens >= 2,
            let overlap = annotations[Self.overlapKey].flatMap({ Int($0) }), (0...tokens / 2).contains(overlap)
        else { return nil }
        (self.tokens, self.overlap) = (tokens, overlap)
    }

    /// What an index keeps.
    var annotations: [String: String] { [Self.tokensKey: "\(tokens)", Self.overlapKey: "\(overlap)"] }
}
#endif
