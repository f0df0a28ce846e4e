// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The way of some sequences through all layers, as stages that each consist of independent parts.
///
/// Sequences lie one after the other in the rows of one matrix, without padding: linear layers see one matrix of all tokens, and
/// attention its own sequence's rows. Parts may run on different threads; all parts of a stage have to end before the next stage
/// begins.
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

    /// The most rows of a part for which parts share the weights rather than the rows.
    ///
    /// The weights of a layer, 7 MB of a small model, come from the last cache or from memory. Few rows do not hide that.
    private static let fewRows = 48

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

    /// Whether parts of a stage share the outputs of linear layers, and not the rows.
    private var sharesOutputs: Bool {
        partCount > 1 && positions.count <= min(Self.fewRows * partCount, EncoderWorkspace.innerRows)
    }

    /// The number of stages.
    var stageCount: Int {
        encoder.layers.count * (sharesOutputs ? OutputStage.allCases.count : RowStage.allCases.count) + 1
    }

    /// Runs one part of a stage.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - stage: The stage; all parts of those before have ended.
    func run(part: Int, ofStage stage: Int) {
        let rows = shares[part]
        if stage == 0 {
            encoder.embeddings.fill(states, rows: rows, tokens: tokens, positions: positions)
            encoder.embeddingNorm.apply(to: states, rows: rows)
        } else if sharesOutputs {
            let (layer, step) = (stage - 1).quotientAndRemainder(dividingBy: OutputStage.allCases.count)
            run(OutputStage.allCases[step], encoder.layers[layer], rows, part)
        } else {
            let (layer, step) = (stage - 1).quotientAndRemainder(dividingBy: RowStage.allCases.count)
            run(RowStage.allCases[step], encoder.layers[layer], rows, part)
        }
    }

    /// The stages of a layer whose parts share the rows.
    private enum RowStage: CaseIterable {
        /// Attention alone reads rows of other parts, and so what it reads has to be there.
        case project, attend, finish
    }

    private func run(_ stage: RowStage, _ layer: EncoderLayer, _ rows: Range<Int>, _ part: Int) {
        switch stage {
        case .project:
            layer.projections.apply(
                to: states, rows: rows, into: workspace.projections, at: rows.lowerBound,
                scratch: workspace.scratch[part])
        case .attend: attend(part)
        case .finish: finish(rows, layer, part)
        }
    }

    /// What follows attention: its output layer, and the feed-forward network, each added to the states and normalised.
    private func finish(_ rows: Range<Int>, _ layer: EncoderLayer, _ part: Int) {
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

    /// The stages of a layer whose parts share the outputs, all of which the next stage reads.
    private enum OutputStage: CaseIterable {
        case project, attend, output, normalize, expand, contract, normalizeOutput
    }

    private func run(_ stage: OutputStage, _ layer: EncoderLayer, _ rows: Range<Int>, _ part: Int) {
        let inner = workspace.inner[0]
        switch stage {
        case .project: apply(layer.projections, to: states, into: workspace.projections, part)
        case .attend: attend(part)
        case .output: apply(layer.attentionOutput, to: workspace.mixed, into: workspace.additions, part)
        case .normalize: layer.attentionNorm.apply(to: states, rows: rows, adding: workspace.additions)
        case .expand: apply(layer.expansion, to: states, encoder.activation, into: inner, part)
        case .contract: apply(layer.contraction, to: inner, into: workspace.additions, part)
        case .normalizeOutput: layer.outputNorm.apply(to: states, rows: rows, adding: workspace.additions)
        }
    }

    private func apply(
        _ layer: LinearLayer, to source: StateMatrix, _ activation: LinearLayer.Activation = .identity,
        into result: StateMatrix, _ part: Int
    ) {
        layer.apply(
            to: source, rows: 0..<positions.count, outputs: layer.outputs(ofPart: part, of: partCount),
            activation: activation, into: result, at: 0, scratch: workspace.scratch[part])
    }

    /// Attention by a part of the heads.
    private func attend(_ part: Int) {
        let count = encoder.attention.headCount
        for sequence in sequences {
            encoder.attention.apply(
                to: workspace.projections, sequence: sequence,
                heads: count * part / partCount..<count * (part + 1) / partCount, into: workspace.mixed,
                scratch: workspace.scratch[part])
        }
    }
}
