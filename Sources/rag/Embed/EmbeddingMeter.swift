// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import Synchronization
import TextEmbeddings

/// Shows how far an embedding of many texts has come: tokens a second, and the time left.
///
/// Texts come in blocks, and only their own block's tokens are known; the time left goes by the share of the texts' bytes.
final class EmbeddingMeter: Sendable {
    private let totalBytes: Int
    private let start = ContinuousClock.now
    private let state = Mutex((bytes: 0, tokens: 0, blockTokens: 0))

    init(totalBytes: Int) { self.totalBytes = totalBytes }

    /// The tokens so far.
    var tokens: Int { state.withLock { $0.tokens + $0.blockTokens } }

    /// The time since the beginning.
    var elapsed: Duration { ContinuousClock.now - start }

    /// Shows the progress of a block.
    func show(_ progress: EmbeddingProgress, blockBytes: Int) {
        let (bytes, tokens) = state.withLock { state in
            state.blockTokens = progress.tokens
            return (state.bytes, state.tokens + progress.tokens)
        }
        let seconds = elapsed.seconds
        let done = (Double(bytes) + Double(blockBytes) * progress.fraction) / Double(max(totalBytes, 1))
        let rate = Double(tokens) / max(seconds, 1e-9)
        let left = done > 0 ? Duration.seconds(seconds * (1 - done) / done).readable : "?"
        Console.progress(
            "\((done * 100).formatted(decimals: 0)) %, \(Int(rate).grouped) tokens a second, \(left) left")
    }

    /// Counts the block that was shown last as done.
    func finishBlock(bytes: Int) {
        state.withLock { state in
            state.bytes += bytes
            state.tokens += state.blockTokens
            state.blockTokens = 0
        }
    }
}
#endif
