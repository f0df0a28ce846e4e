// SPDX-License-Identifier: Apache-2.0
public import StatusModel

/// The one source of time of an adapter: a steady one for leases and delays, a wall one for display and retention.
///
/// Adapters take a clock when they are made, so that tests drive it. An adapter whose engine has a clock of its own, such
/// as a database server, uses that one for leases.
public protocol PipelineClock: Sendable {
    /// Time since some fixed moment; never goes back, and is the same for all processes of one machine.
    var elapsed: Duration { get }

    /// The time that people read; may jump.
    var wallTime: WallTime { get }

    /// Waits until a moment.
    ///
    /// - Parameter deadline: The moment, as a value of ``elapsed``.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(until deadline: Duration) async throws
}
