// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The memory of passes through an encoder, used again for one pass after the other.
struct EncoderWorkspace: Sendable {
    /// The states of tokens.
    let states: StateMatrix

    /// Queries, keys and values side by side.
    let projections: StateMatrix

    /// What attention mixed.
    let mixed: StateMatrix

    /// What a layer's part adds to the states.
    let additions: StateMatrix

    /// The inner states of the feed-forward network, for each part of a stage.
    let inner: [StateMatrix]

    /// The memory that kernels use while they run, for each part of a stage.
    let scratch: [KernelScratch]

    /// Rows whose inner states are computed at a time: with 1,536 values each they fit the second-level cache.
    static let innerRows = 192

    /// Allocates memory.
    ///
    /// - Parameters:
    ///   - configuration: The model's shape.
    ///   - rowCount: The most tokens of a pass.
    ///   - partCount: The number of parts of a stage.
    init(_ configuration: EncoderConfiguration, rowCount: Int, partCount: Int) {
        let hidden = configuration.hiddenSize
        states = StateMatrix(rowCount: rowCount, width: hidden)
        projections = StateMatrix(rowCount: rowCount, width: 3 * hidden)
        mixed = StateMatrix(rowCount: rowCount, width: hidden)
        additions = StateMatrix(rowCount: rowCount, width: hidden)
        inner = (0..<partCount).map { _ in
            StateMatrix(rowCount: min(rowCount, Self.innerRows), width: configuration.intermediateSize)
        }
        scratch = (0..<partCount).map { _ in KernelScratch() }
    }
}
