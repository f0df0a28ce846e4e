// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension TextEncoder {
    /// Embeds texts on several threads, one vector each.
    ///
    /// Runs away from the caller's actor. Many texts are spread over the threads pass by pass; few share the work of each layer.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: What they are for.
    ///   - threads: The most tasks that compute at once, at least 1.
    ///   - progress: Called after each pass of about 256 tokens; what it throws ends the work.
    /// - Returns: `texts.count` vectors of ``dimension`` values, the same as on one thread.
    /// - Throws: What `progress` throws; `CancellationError` once the task is cancelled.
    @concurrent
    public func embed(
        _ texts: [String], as role: TextRole = .passage, threads: Int,
        progress: @Sendable (EmbeddingProgress) throws -> Void = { _ in }
    ) async throws -> [[Float]] {
        let batch = EncoderBatch(texts, as: role, for: self)
        let vectors = try await windowOutputs(of: batch, .pooled(pooling), threads: threads, progress: progress)
        return pooled(vectors, of: batch, textCount: texts.count)
    }

    /// Embeds texts on several threads, one vector for each token.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: What they are for.
    ///   - threads: The most tasks that compute at once, at least 1.
    ///   - progress: Called after each pass of about 256 tokens; what it throws ends the work.
    /// - Returns: A value for each text, the same as on one thread.
    /// - Throws: What `progress` throws; `CancellationError` once the task is cancelled.
    @concurrent
    public func embedTokens(
        _ texts: [String], as role: TextRole = .passage, threads: Int,
        progress: @Sendable (EmbeddingProgress) throws -> Void = { _ in }
    ) async throws -> [TokenVectors] {
        let batch = EncoderBatch(texts, as: role, for: self)
        let vectors = try await windowOutputs(of: batch, .tokens, threads: threads, progress: progress)
        return tokenVectors(vectors, of: batch, textCount: texts.count)
    }

    /// Embeds texts on several threads, one vector each and one for each token, in a single pass of the model.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - role: What they are for.
    ///   - threads: The most tasks that compute at once, at least 1.
    ///   - progress: Called after each pass of about 256 tokens; what it throws ends the work.
    /// - Returns: A value for each text: the vectors of `embed` and of `embedTokens`, to the bit.
    /// - Throws: What `progress` throws; `CancellationError` once the task is cancelled.
    @concurrent
    public func embedPooledAndTokens(
        _ texts: [String], as role: TextRole = .passage, threads: Int,
        progress: @Sendable (EmbeddingProgress) throws -> Void = { _ in }
    ) async throws -> [TextVectors] {
        let batch = EncoderBatch(texts, as: role, for: self)
        let outputs = try await windowOutputs(
            of: batch, .pooledAndTokens(pooling), threads: threads, progress: progress)
        let vectors = pooled(outputs.map { Array($0[..<dimension]) }, of: batch, textCount: texts.count)
        let tokens = tokenVectors(outputs.map { Array($0[dimension...]) }, of: batch, textCount: texts.count)
        return zip(vectors, tokens).map(TextVectors.init)
    }

    private func windowOutputs(
        of batch: EncoderBatch, _ output: EncoderOutput, threads: Int, progress: (EmbeddingProgress) throws -> Void
    ) async throws -> [[Float]] {
        precondition(threads >= 1, "embedding on \(threads) threads")
        let workers = batch.passes.count >= threads ? threads : 1
        let parts = workers == 1 ? threads : 1
        var results = [[Float]](repeating: [], count: batch.windows.count)
        var done = EmbeddingProgress(tokens: 0, totalTokens: batch.tokenCount)
        var passes = batch.passes.makeIterator()
        try await withThrowingTaskGroup(of: (outputs: [[Float]], pass: [Int], workspace: EncoderWorkspace).self) {
            group in
            func start(_ pass: [Int], in workspace: EncoderWorkspace) {
                group.addTask { (try await run(pass, of: batch, output, in: workspace), pass, workspace) }
            }
            for _ in 0..<workers {
                guard let pass = passes.next() else { break }
                start(pass, in: EncoderWorkspace(configuration, rowCount: batch.largestPass, partCount: parts))
            }
            while let (outputs, pass, workspace) = try await group.next() {
                for (window, values) in zip(pass, outputs) { results[window] = values }
                done.tokens += batch.tokenCount(ofPass: pass)
                try progress(done)
                if let pass = passes.next() { start(pass, in: workspace) }
            }
        }
        return results
    }

    /// The outputs of a pass, in the order of its windows.
    private func run(
        _ pass: [Int], of batch: EncoderBatch, _ output: EncoderOutput, in workspace: EncoderWorkspace
    ) async throws -> [[Float]] {
        let forward = ForwardPass(encoder, pass.map { batch.windows[$0].tokens }, in: workspace)
        let work = StagedWork(stageCount: forward.stageCount, partCount: forward.partCount)
        await withTaskGroup(of: Void.self) { group in
            for _ in 1..<forward.partCount { group.addTask { work.run(forward.run) } }
            work.run(forward.run)
        }
        try Task.checkCancellation()
        return zip(pass, forward.sequences).map { window, rows in
            output.read(forward.states, rows: rows, owned: batch.windows[window].owned, of: encoder)
        }
    }
}
