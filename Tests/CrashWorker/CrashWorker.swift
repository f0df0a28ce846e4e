// SPDX-License-Identifier: Apache-2.0
#if SQLite
import FoundationEssentials
import Glibc
import PipelineProtocols
import PipelineSQLite
import RAGCore
import StatusModel

/// Takes documents in and completes them, and says so after each commit; made to be killed.
///
/// Arguments: the file, the number of the first document, how many documents.
@main
struct CrashWorker {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let first = Int(arguments[2]), let count = Int(arguments[3]) else { exit(64) }
        let clock = SystemPipelineClock()
        let backend = try await SQLiteBackend(path: arguments[1], clock: clock)
        for number in first..<first + count {
            let document = DocumentID("document \(number)")
            let changes: [StatusChange?] = [nil, .validationStarted, .accepted]
            let commit = StageCommit(
                appends: changes.enumerated().map {
                    StatusAppend(document: document, expecting: $0, change: $1, date: clock.wallTime)
                },
                jobs: [JobRequest(id: JobID("job \(number)"), queue: "text", payload: Array(document.rawValue.utf8))])
            guard case .applied = try await backend.commit(commit) else { exit(1) }
            say("received \(number)")
            try await complete(backend, clock)
        }
    }

    private static func complete(_ backend: SQLiteBackend, _ clock: SystemPipelineClock) async throws {
        for lease in try await backend.lease(from: "text", upTo: 1, for: .seconds(600)) {
            let document = DocumentID(String(decoding: lease.job.payload, as: UTF8.self))
            let commit = StageCommit(
                settlements: [Settlement(lease.token, .complete)],
                appends: [
                    StatusAppend(
                        document: document, expecting: 3, change: .cancelled, token: lease.token, date: clock.wallTime)
                ])
            guard case .applied = try await backend.commit(commit) else { exit(2) }
            say("completed \(lease.job.id.rawValue.dropFirst(4))")
        }
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if written != bytes.count { exit(3) }
    }
}
#else
@main
struct CrashWorker {
    static func main() {}
}
#endif
