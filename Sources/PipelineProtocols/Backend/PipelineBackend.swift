// SPDX-License-Identifier: Apache-2.0

/// A queue, a status store and a document store that commit together.
///
/// The laws, each tested by the `BackendKit` of `PipelineConformance`; the laws of the three seams hold as well:
///
/// - **B1** A commit is applied whole or not at all, for readers, racing writers and after a crash.
/// - **B2** A commit repeated with the same id has the same outcome and no further effect. A rejected commit leaves no
///   trace; repeating it tries it anew.
/// - **B3** When a lease that the commit names is lost, nothing of the commit is applied.
public protocol PipelineBackend: JobQueue, StatusStore, DocumentStore {
    /// Applies a commit.
    ///
    /// - Parameter commit: All that a stage of work changes.
    /// - Returns: What became of it.
    /// - Throws: ``PipelineError``; after an ambiguous one, repeat it with the same id.
    func commit(_ commit: StageCommit) async throws(PipelineError) -> CommitOutcome
}
