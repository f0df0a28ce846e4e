// SPDX-License-Identifier: Apache-2.0
internal import PipelineInMemory
internal import PipelineProtocols
internal import RAGCore
internal import StatusModel

/// A whole pipeline in one thread and in virtual time: intake, workers, queue, stores and subscribers.
///
/// Everything that happens is decided by the seed: which message is lost, late or doubled, which worker dies and when,
/// when the disk is full, how wrong clocks are. After a while the faults end, and when all is quiet the world must be as
/// if nothing had ever failed: each document is published exactly once or its job is dead, and each subscriber knows it
/// (compare FoundationDB's simulation, Zhou and others 2021, doi:10.1145/3448016.3457559).
///
/// ```swift
/// for seed in 1...10_000 { #expect(SimWorld.run(seed: seed).isConforming) }
/// ```
public struct SimWorld {
    let faults: SimFaults
    let policy: SimPolicy
    var generator: SeededGenerator
    var now: Duration = .zero
    var events: [SimEvent] = []
    private var nextOrder = 0
    var backend = BackendState(identityRetention: .seconds(1_000_000))
    var workers: [SimWorker]
    var subscribers: [SimSubscriber]
    /// What was written to the search index, which is no part of the backend.
    var indexed: Set<DocumentID> = []
    /// Commits that someone waits for an answer to.
    var pending: [CommitID: SimSender] = [:]

    /// Until when things go wrong.
    static let faultyTime: Duration = .seconds(120)
    static let documentCount = 12
    static let poison: Set<DocumentID> = ["document 3"]

    /// Runs a world.
    ///
    /// - Parameters:
    ///   - seed: What happens depends on it alone.
    ///   - faults: How often what goes wrong.
    /// - Returns: What was found.
    public static func run(seed: UInt64, faults: SimFaults = SimFaults()) -> ConformanceReport {
        run(seed: seed, faults: faults, policy: SimPolicy())
    }

    package static func run(seed: UInt64, faults: SimFaults = SimFaults(), policy: SimPolicy) -> ConformanceReport {
        var world = SimWorld(seed: seed, faults: faults, policy: policy)
        var steps = 0
        while steps < 20_000, world.step() { steps += 1 }
        return ConformanceReport(kit: "SimWorld", seed: seed, operations: steps, violations: world.violations())
    }

    private init(seed: UInt64, faults: SimFaults, policy: SimPolicy) {
        self.faults = faults
        self.policy = policy
        self.generator = SeededGenerator(seed: seed)
        self.workers = (0..<3).map { _ in SimWorker() }
        self.subscribers = (0..<2).map { _ in SimSubscriber() }
        for number in 0..<Self.documentCount {
            schedule(.arrival(DocumentID("document \(number)")), in: .seconds(generator.index(60)))
        }
        for worker in workers.indices { schedule(.wake(worker: worker), in: .seconds(1)) }
        for subscriber in subscribers.indices { schedule(.poll(subscriber: subscriber), in: .seconds(1)) }
    }

    /// Whether a fault of a probability happens now.
    mutating func happens(_ probability: Double) -> Bool {
        now < Self.faultyTime && generator.chance(probability)
    }

    mutating func schedule(_ action: SimEvent.Action, in delay: Duration) {
        nextOrder += 1
        let event = SimEvent(time: now + delay, order: nextOrder, action: action)
        let place = events.firstIndex { $0 > event } ?? events.endIndex
        events.insert(event, at: place)
    }

    /// The time that a message takes: short, sometimes long enough to overtake others.
    mutating func latency() -> Duration {
        happens(faults.delay) ? .milliseconds(generator.index(20_000)) : .milliseconds(1 + generator.index(20))
    }

    /// Lets the next thing happen; `false` when all is quiet.
    private mutating func step() -> Bool {
        guard !events.isEmpty else { return false }
        let event = events.removeFirst()
        now = event.time
        switch event.action {
        case .arrival(let document): receive(document)
        case .wake(let worker): wake(worker)
        case .workDone(let worker, let lease): finish(worker, lease)
        case .request(let commit): deliver(commit)
        case .reply(let id, let outcome): reply(id, outcome)
        case .timeout(let commit): resend(commit)
        case .poll(let subscriber): poll(subscriber, again: true)
        case .ring(let subscriber, let entry): ring(subscriber, entry)
        }
        // Long enough for every lease of the faulty time to lapse and every slow worker to notice.
        return now < Self.faultyTime + .seconds(700)
    }
}

/// How often what goes wrong, as probabilities.
public struct SimFaults: Hashable, Sendable {
    /// A request or an answer is lost, so that its sender does not know.
    public var loss = 0.05
    /// A request arrives twice.
    public var duplication = 0.1
    /// A message is late and overtaken.
    public var delay = 0.1
    /// A worker dies in the middle of its work.
    public var crash = 0.1
    /// A ring of the doorbell is lost.
    public var lostRing = 0.3
    /// The disk is full for a request.
    public var fullDisk = 0.03
    /// A worker's clock is five minutes slow, so that it works on after its lease has ended.
    public var skew = 0.1

    /// Creates the usual mixture of faults.
    public init() {}
}

/// How the participants behave; anything but the default is a mistake that the simulation must catch.
package struct SimPolicy: Sendable {
    /// Whether a worker gives back its lease before it commits its work.
    package var settlesFirst = false
    /// Whether a subscriber takes what a ring carries for the truth and never reads the log.
    package var trustsRings = false

    package init() {}
}

/// Something that will happen.
struct SimEvent: Comparable {
    var time: Duration
    var order: Int
    var action: Action

    enum Action {
        case arrival(DocumentID)
        case wake(worker: Int)
        case workDone(worker: Int, Lease)
        case request(StageCommit)
        case reply(CommitID, CommitOutcome?)
        case timeout(StageCommit)
        case poll(subscriber: Int)
        case ring(subscriber: Int, StatusEntry<DocumentID>?)
    }

    static func < (left: SimEvent, right: SimEvent) -> Bool { (left.time, left.order) < (right.time, right.order) }

    static func == (left: SimEvent, right: SimEvent) -> Bool { left.order == right.order }
}
