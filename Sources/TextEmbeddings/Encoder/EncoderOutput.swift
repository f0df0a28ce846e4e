// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// What is read from the states of a window.
enum EncoderOutput: Sendable {
    /// One vector.
    case pooled(Pooling)
    /// One vector a token, of the tokens that are the window's own.
    case tokens
    /// One vector, and behind it what ``tokens`` reads.
    case pooledAndTokens(Pooling)

    /// Reads the rows of a window.
    func read(_ states: StateMatrix, rows: Range<Int>, owned: Range<Int>, of encoder: Encoder) -> [Float] {
        switch self {
        case .pooled(.mean): return states.mean(of: rows)
        case .pooled(.firstToken): return states.values(of: rows.lowerBound..<rows.lowerBound + 1)
        case .pooledAndTokens(let pooling):
            return EncoderOutput.pooled(pooling).read(states, rows: rows, owned: owned, of: encoder)
                + EncoderOutput.tokens.read(states, rows: rows, owned: owned, of: encoder)
        case .tokens:
            let rows = rows.lowerBound + owned.lowerBound..<rows.lowerBound + owned.upperBound
            guard let projection = encoder.tokenProjection else { return states.values(of: rows) }
            let projected = StateMatrix(rowCount: rows.count, width: projection.outputs)
            projection.apply(to: states, rows: rows, into: projected, at: 0, scratch: KernelScratch())
            var values = projected.values(of: 0..<rows.count)
            UnitRows.normalise(&values, width: projection.outputs)
            return values
        }
    }
}
