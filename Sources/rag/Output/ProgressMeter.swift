// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import Synchronization
import TextEmbeddings

/// Shows how far the reading and embedding of documents has come, by the bytes of the inputs.
///
/// Documents that are embedded come in blocks, and only their own block's tokens are known; so the share that is done goes by the
/// bytes of the inputs that the block was read from.
final class ProgressMeter: Sendable {
    private let totalBytes: Int?
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    private struct State {
        var documents = 0
        var bytes = 0
        var tokens: Int?
        var blockBytes = 0
        var blockFraction = 0.0
        var blockTokens = 0
        var nextLine = ContinuousClock.now
    }

    /// Starts the clock.
    ///
    /// - Parameters:
    ///   - totalBytes: The bytes of all inputs, or `nil` where nobody knows.
    ///   - countsTokens: Whether documents are embedded.
    init(totalBytes: Int?, countsTokens: Bool) {
        self.totalBytes = totalBytes
        var state = State()
        state.tokens = countsTokens ? 0 : nil
        self.state = Mutex(state)
    }

    /// The tokens so far.
    var tokens: Int { state.withLock { ($0.tokens ?? 0) + $0.blockTokens } }

    /// The time since the beginning.
    var elapsed: Duration { ContinuousClock.now - start }

    /// Says that documents up to a place in the inputs are done.
    func advance(documents: Int, bytes: Int) {
        show { state in
            state.documents = documents
            state.bytes = bytes
        }
    }

    /// Says that a block is begun whose documents end at a place in the inputs.
    func beginBlock(endingAt bytes: Int) { show { $0.blockBytes = bytes - $0.bytes } }

    /// Says how far the block is.
    func show(_ progress: EmbeddingProgress) {
        show { state in
            state.blockFraction = progress.fraction
            state.blockTokens = progress.tokens
        }
    }

    /// Says that the block is done.
    func endBlock(documents: Int) {
        show { state in
            state.documents = documents
            state.bytes += state.blockBytes
            state.tokens = (state.tokens ?? 0) + state.blockTokens
            (state.blockBytes, state.blockFraction, state.blockTokens) = (0, 0, 0)
        }
    }

    /// Removes the line.
    func clear() { Console.progress("") }

    /// Changes the state and shows it, ten times a second at most.
    private func show(_ change: (inout sending State) -> Void) {
        let now = ContinuousClock.now
        let line = state.withLock { state -> ProgressLine? in
            change(&state)
            guard Console.showsProgress, now >= state.nextLine else { return nil }
            state.nextLine = now + .milliseconds(100)
            let bytes = Double(state.bytes) + Double(state.blockBytes) * state.blockFraction
            return ProgressLine(
                fraction: totalBytes.map { bytes / Double(max($0, 1)) }, documents: state.documents,
                tokens: state.tokens.map { $0 + state.blockTokens }, elapsed: now - start)
        }
        if let line { Console.progress(line.text) }
    }
}
#endif
