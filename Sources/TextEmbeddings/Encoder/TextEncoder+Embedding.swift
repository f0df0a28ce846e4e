// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension TextEncoder {
    /// Embeds texts on the calling thread, one vector each.
    ///
    /// - Parameters:
    ///   - texts: The texts; an empty one has a vector too, that of the special tokens.
    ///   - role: What they are for.
    /// - Returns: `texts.count` vectors of ``dimension`` values.
    /// - Complexity: O(tokens · weights), and O(tokens²) within a window.
    public func embed(_ texts: [String], as role: TextRole = .passage) -> [[Float]] {
        embed(texts, as: role) { (_) throws(Never) in }
    }

    /// Embeds texts on the calling thread, one vector each, and says how far it has come.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: What they are for.
    ///   - progress: Called after each pass of about 256 tokens; what it throws ends the work.
    /// - Returns: `texts.count` vectors of ``dimension`` values.
    /// - Throws: What `progress` throws.
    public func embed<Failure: Error>(
        _ texts: [String], as role: TextRole = .passage, progress: (EmbeddingProgress) throws(Failure) -> Void
    ) throws(Failure) -> [[Float]] {
        let batch = EncoderBatch(texts, as: role, for: self)
        let vectors = try windowOutputs(of: batch, .pooled(pooling), progress: progress)
        return pooled(vectors, of: batch, textCount: texts.count)
    }

    /// Embeds texts on the calling thread, one vector for each token.
    ///
    /// Vectors are the model's last states or, where the model has a projection for late interaction, those of that projection
    /// at length 1.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: What they are for.
    /// - Returns: A value for each text, with at least the vectors of the two special tokens.
    /// - Complexity: O(tokens · weights), and O(tokens²) within a window.
    public func embedTokens(_ texts: [String], as role: TextRole = .passage) -> [TokenVectors] {
        embedTokens(texts, as: role) { (_) throws(Never) in }
    }

    /// Embeds texts on the calling thread, one vector for each token, and says how far it has come.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: What they are for.
    ///   - progress: Called after each pass of about 256 tokens; what it throws ends the work.
    /// - Returns: A value for each text.
    /// - Throws: What `progress` throws.
    public func embedTokens<Failure: Error>(
        _ texts: [String], as role: TextRole = .passage, progress: (EmbeddingProgress) throws(Failure) -> Void
    ) throws(Failure) -> [TokenVectors] {
        let batch = EncoderBatch(texts, as: role, for: self)
        let vectors = try windowOutputs(of: batch, .tokens, progress: progress)
        return tokenVectors(vectors, of: batch, textCount: texts.count)
    }

    private func windowOutputs<Failure: Error>(
        of batch: EncoderBatch, _ output: EncoderOutput, progress: (EmbeddingProgress) throws(Failure) -> Void
    ) throws(Failure) -> [[Float]] {
        var results = [[Float]](repeating: [], count: batch.windows.count)
        let workspace = EncoderWorkspace(configuration, rowCount: batch.largestPass, partCount: 1)
        var done = EmbeddingProgress(tokens: 0, totalTokens: batch.tokenCount)
        for pass in batch.passes {
            let forward = ForwardPass(encoder, pass.map { batch.windows[$0].tokens }, in: workspace)
            for stage in 0..<forward.stageCount { forward.run(part: 0, ofStage: stage) }
            for (window, rows) in zip(pass, forward.sequences) {
                results[window] = output.read(
                    forward.states, rows: rows, owned: batch.windows[window].owned, of: encoder)
            }
            done.tokens += batch.tokenCount(ofPass: pass)
            try progress(done)
        }
        return results
    }
}
