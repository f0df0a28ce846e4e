// SPDX-License-Identifier: Apache-2.0
internal import Dispatch

/// The main thread, which may wait for work on the threads of the shared pool: it is none of them.
public enum MainThread {
    /// Runs asynchronous work and waits for it.
    ///
    /// A thread of the pool that waits takes no part in the work, and two threads would be measured as one. So commands that
    /// wait run on the main actor, and it is an error to wait anywhere else.
    ///
    /// - Parameter work: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    public static func wait<Success: Sendable>(
        for work: @escaping @Sendable () async throws -> Success
    ) throws -> Success {
        dispatchPrecondition(condition: .onQueue(.main))
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var outcome: Result<Success, any Error>?
        Task.detached {
            do { unsafe outcome = .success(try await work()) } catch { unsafe outcome = .failure(error) }
            done.signal()
        }
        done.wait()
        guard let outcome = unsafe outcome else { preconditionFailure("the work signals when it has ended") }
        return try outcome.get()
    }
}
