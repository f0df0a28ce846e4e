// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import FoundationEssentials
import RoutingPolicy

/// A policy that is named on the command line: a file, or a preset.
struct PolicySource: ExpressibleByArgument {
    let name: String

    init(argument: String) { name = argument }

    /// Reads the policy.
    ///
    /// - Returns: The policy, without errors.
    /// - Throws: `RoutingPolicyError` with every fault, ``RouteFileError`` where the file cannot be read, and
    ///   `ValidationError` for a profile that there is not.
    func load() throws -> PolicyDocument {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch parts.first {
        case "pipeline-lane" where parts.count == 1: return .pipelineLane()
        case "async-rag":
            guard parts.count > 1 else { return .asyncRAG() }
            guard let profile = BucketingProfile(rawValue: parts[1]) else {
                let known = BucketingProfile.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(parts[1]) is no bucketing profile; there are \(known)")
            }
            return .asyncRAG(profile: profile)
        default: return try PolicyDocument(json: RouteFile.read(name))
        }
    }
}

/// Reads the files of the commands.
enum RouteFile {
    static func read(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw RouteFileError(path: path)
        }
    }
}

/// A file that is not there or cannot be read.
struct RouteFileError: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) cannot be read; is it there, and may you read it?" }
}

extension PolicyInstant {
    /// The present moment.
    static var now: PolicyInstant { PolicyInstant(secondsSince1970: Date().timeIntervalSince1970) }
}

/// A moment on the command line.
struct MomentArgument: ExpressibleByArgument {
    let instant: PolicyInstant

    init?(argument: String) {
        guard let instant = PolicyInstant(argument) else { return nil }
        self.instant = instant
    }
}
#endif
