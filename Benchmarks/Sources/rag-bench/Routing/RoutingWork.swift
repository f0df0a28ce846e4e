// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy

/// The contexts and policies of the routing suite.
struct RoutingWork {
    /// The facts of each context, as they come with a request; the first takes the worst path.
    let requests: [Request]

    /// The contexts made of the requests.
    let contexts: [RoutingContext]

    /// The moment of every decision.
    let instant: PolicyInstant

    private let folder: URL

    /// What is known of a request before a context is made of it.
    struct Request {
        let unit: String?
        let document: DocumentFacts?

        /// Normalises and hashes what rules may ask.
        var context: RoutingContext { RoutingContext(unit: unit, document: document) }
    }

    /// Names of users as the data has them.
    private struct Users: Decodable {
        var forceLegacy: [String]
        var beta: [String]
    }

    /// Reads the contexts.
    ///
    /// - Parameter folder: Where `contexts.jsonl` and `users-N.json` are.
    /// - Throws: An error of the file system, or one of decoding.
    init(in folder: URL) throws {
        let records = try RoutingRecord.read(
            jsonLines: Data(contentsOf: folder.appending(path: "contexts.jsonl")))
        contexts = records.map(\.context)
        requests = contexts.map { Request(unit: $0.unit, document: $0.document) }
        instant = records[0].instant
        self.folder = folder
    }

    /// The preset of eight rules at 20 %.
    ///
    /// - Parameters:
    ///   - listLength: How many users each of its two lists has: 50 or 10,000.
    ///   - profile: How a unit becomes a bucket.
    /// - Returns: The compiled policy.
    /// - Throws: An error of the file system, or one of decoding.
    func policy(listsOf listLength: Int, profile: BucketingProfile = .routing1) throws -> PolicySnapshot {
        try PolicySnapshot(document(listsOf: listLength, coverage: 20, profile: profile))
    }

    /// The preset of eight rules as a document.
    func document(
        listsOf listLength: Int, coverage: Double, profile: BucketingProfile = .routing1
    ) throws -> PolicyDocument {
        let data = try Data(contentsOf: folder.appending(path: "users-\(listLength).json"))
        let users = try JSONDecoder().decode(Users.self, from: data)
        return .asyncRAG(
            isEnabled: true, forceLegacyUsers: users.forceLegacy, betaUsers: users.beta,
            coverage: .percent(coverage), profile: profile)
    }
}
