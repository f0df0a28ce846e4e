// SPDX-License-Identifier: Apache-2.0
#if SQLite
internal import GRDB
internal import PipelineProtocols

extension PipelineError {
    /// The error of a seam for an error of SQLite.
    init(sqlite error: any Error) {
        switch error {
        case let error as PipelineError: self = error
        case is CancellationError: self.init(.cancelled, "the task was cancelled; nothing was changed", cause: error)
        case let error as DatabaseError: self = Self.describing(error)
        default: self.init(.corrupted, "what is stored could not be read: \(error)", cause: error)
        }
    }

    private static func describing(_ error: DatabaseError) -> PipelineError {
        let detail = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL:
            return PipelineError(
                .storageFull, "there is no room for the database; free some and call again (\(detail))", cause: error)
        case .SQLITE_TOOBIG:
            return PipelineError(.payloadTooLarge, "a value is larger than SQLite takes (\(detail))", cause: error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return PipelineError(
                .unavailable, "another process holds the database for too long; call again (\(detail))", cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return PipelineError(.corrupted, "the database is damaged; restore a copy (\(detail))", cause: error)
        case .SQLITE_IOERR:
            return PipelineError(
                .ambiguous, "the disk failed; what was being written may or may not be there (\(detail))", cause: error)
        default: return PipelineError(.unavailable, "SQLite failed: \(detail)", cause: error)
        }
    }
}
#endif
