// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension TextEncoder {
    /// One vector a text from one a window.
    func pooled(_ vectors: [[Float]], of batch: EncoderBatch, textCount: Int) -> [[Float]] {
        var result = [[Float]](repeating: [], count: textCount)
        var weights = [Float](repeating: 0, count: textCount)
        for (vector, window) in zip(vectors, batch.windows) {
            let text = window.text
            if result[text].isEmpty {
                result[text] = vector
                weights[text] = Float(window.tokens.count)
            } else {
                // A running mean, weighted by tokens.
                weights[text] += Float(window.tokens.count)
                let share = Float(window.tokens.count) / weights[text]
                for place in vector.indices { result[text][place] += (vector[place] - result[text][place]) * share }
            }
        }
        guard normalizes else { return result }
        for text in result.indices { UnitRows.normalise(&result[text], width: dimension) }
        return result
    }

    /// One value a text from the rows of its windows.
    func tokenVectors(_ rows: [[Float]], of batch: EncoderBatch, textCount: Int) -> [TokenVectors] {
        var result = [TokenVectors](repeating: TokenVectors(dimension: tokenDimension), count: textCount)
        for (values, window) in zip(rows, batch.windows) {
            result[window.text].append(
                values, tokens: window.tokens[window.owned], offsets: window.offsets[window.owned])
        }
        return result
    }
}
