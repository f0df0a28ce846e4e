// SPDX-License-Identifier: Apache-2.0
import Foundation
import Measurement
import RoutingPolicy

/// Compares the peers' decisions with ours, which bucket by the peer's published scheme for it.
struct RoutingAgreement {
    /// One row for each peer whose decisions are there.
    let rows: [ResultFile.Row]

    /// Compares the decisions.
    ///
    /// - Parameters:
    ///   - work: The contexts and policies.
    ///   - folder: Where `PEER.decisions` are, one decision a line: 1 for the new pipeline.
    ///   - peers: The peers' rows, which tell their versions.
    /// - Throws: An error of the file system, or one of decoding.
    init(_ work: RoutingWork, in folder: URL, peers: [ResultFile.Row]) throws {
        let profiles: [(peer: String, profile: BucketingProfile)] = [
            ("growthbook", .growthbook2), ("yggdrasil-engine", .unleash),
        ]
        rows = try profiles.compactMap { peer, profile in
            guard let version = peers.first(where: { $0.system == peer })?.version else { return nil }
            let file = folder.appending(path: "\(peer).decisions")
            let theirs = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0 == "1" }
            let policy = try work.policy(listsOf: 50, profile: profile)
            let ours = work.contexts.map { policy.decide($0, at: work.instant).route == .asyncV2 }
            precondition(theirs.count == ours.count, "\(peer) decided \(theirs.count) of \(ours.count) contexts")
            let same = zip(ours, theirs).count { $0 == $1 }
            return ResultFile.Row(
                work: "mixed/lists-of-50", system: peer, version: version, metric: "agreement", unit: "share",
                sample: Sample([Double(same) / Double(ours.count)]))
        }
    }
}
