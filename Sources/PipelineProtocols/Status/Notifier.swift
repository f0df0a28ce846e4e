// SPDX-License-Identifier: Apache-2.0

/// A doorbell: it says "look", never "what".
///
/// A ring may be lost, repeated, reordered or merged with others, so it carries no truth; whoever hears it reads the log
/// or the queue behind it, and polls once in a while in case a ring was lost.
///
/// The laws, each tested by the `NotifierKit` of `PipelineConformance`:
///
/// - **N1** In the absence of faults, a ring wakes every listener to its topic that listened before.
/// - **N2** A reader that also polls converges even when every ring is lost.
public protocol Notifier: Sendable {
    /// Rings for topics; failures are the notifier's to swallow, since a ring may be lost anyway.
    ///
    /// - Parameter topics: What there is news of.
    func ring(_ topics: Set<Topic>) async

    /// Listens.
    ///
    /// - Parameter topics: What to listen for.
    /// - Returns: The topics that rang; a slow reader misses repeated ones.
    func rings(of topics: Set<Topic>) async -> AsyncStream<Topic>
}

/// What a doorbell rings for.
public enum Topic: Hashable, Sendable, Codable {
    /// Jobs became deliverable.
    case queue(QueueName)
    /// A tenant's feed went on.
    case feed(TenantID)
}
