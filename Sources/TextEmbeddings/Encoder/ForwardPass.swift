// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The way of some sequences through all layers, as stages that each consist of independent parts.
///
/// Sequences lie one after the other in the rows of one matrix, without padding: linear layers see one matrix of all tokens, and
/// attention its own sequence's rows. A part is a share of the rows, so that parts may run on different threads; all parts of a
/// stage have to end before the next stage begins.
struct ForwardPass: Sendable {
    private let encoder: Encoder
    private let workspace: EncoderWorkspace
    private let tokens: [Int32]
    private let positions: [Int32]
    private let shares: [Range<Int>]

    /// The rows of each sequence.
    let sequences: [Range<Int>]

    /// The states of all tokens, the last ones once every stage has run.
    var states: StateMatrix { workspace.states }

    /// Prepares a pass.
    ///
    /// - Parameters:
    ///   - encoder: The model.
    ///   - sequences: The tokens of each sequence, at least one and at most as many as there are places.
    ///   - workspace: Memory for all their tokens, which no other pass uses until this one's states have been read.
    init(_ encoder: Encoder, _ sequences: [[Int32]], in workspace: EncoderWorkspace) {
        var rows: [Range<Int>] = []
        var positions: [Int32] = []
        for sequence in sequences {
            rows.append(positions.count..<positions.count + sequence.count)
            positions += (0..<Int32(sequence.count))
        }
        let count = positions.count
        let partCount = workspace.scratch.count
        self.encoder = encoder
        self.workspace = workspace
        self.tokens = Array(sequences.joined())
        self.positions = positions
        self.sequences = rows
        self.shares = (0..<partCount).map { count * $0 / partCount..<count * ($0 + 1) / partCount }
    }

    /// The number of parts of a stage.
    var partCount: Int { shares.count }

    /// The number of stages.
    ///
    /// Attention alone reads rows of other parts, and so it is a stage of its own, between those that compute the projections
    /// which it reads and those that replace them.
    var stageCount: Int { 2 * encoder.layers.count + 1 }

    /// Runs one part of a stage.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - stage: The stage; all parts of those before have ended.
    func run(part: Int, ofStage stage: Int) {
        let rows = shares[part]
        guard !rows.isEmpty else { return }
        if stage == 0 {
            encoder.embeddings.fill(states, rows: rows, tokens: tokens, positions: positions)
            encoder.embeddingNorm.apply(to: states, rows: rows)
            return project(rows, layer: 0, part: part)
        }
        let layer = (stage - 1) / 2
        if stage.isMultiple(of: 2) {
            finish(rows, layer: layer, part: part)
            if layer + 1 < encoder.layers.count { project(rows, layer: layer + 1, part: part) }
        } else {
            attend(rows, part: part)
        }
    }

    private func project(_ rows: Range<Int>, layer: Int, part: Int) {
        encoder.layers[layer].projections.apply(
            to: states, rows: rows, into: workspace.projections, at: rows.lowerBound, scratch: workspace.scratch[part])
    }

    private func attend(_ rows: Range<Int>, part: Int) {
        for sequence in sequences where sequence.overlaps(rows) {
            encoder.attention.apply(
                to: workspace.projections, sequence: sequence, queries: sequence.clamped(to: rows),
                into: workspace.mixed, scratch: workspace.scratch[part])
        }
    }

    /// What follows attention: its output layer, and the feed-forward network, each added to the states and normalised.
    private func finish(_ rows: Range<Int>, layer: Int, part: Int) {
        let layer = encoder.layers[layer]
        let inner = workspace.inner[part]
        let additions = workspace.additions
        let scratch = workspace.scratch[part]
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: EncoderWorkspace.innerRows) {
            let block = start..<min(start + EncoderWorkspace.innerRows, rows.upperBound)
            layer.attentionOutput.apply(to: workspace.mixed, rows: block, into: additions, at: start, scratch: scratch)
            layer.attentionNorm.apply(to: states, rows: block, adding: additions)
            layer.expansion.apply(
                to: states, rows: block, activation: encoder.activation, into: inner, at: 0, scratch: scratch)
            layer.contraction.apply(to: inner, rows: 0..<block.count, into: additions, at: start, scratch: scratch)
            layer.outputNorm.apply(to: states, rows: block, adding: additions)
        }
    }
}
