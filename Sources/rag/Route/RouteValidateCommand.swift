// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import RoutingPolicy

struct RouteValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Name every fault of a policy.",
        discussion: "Exit status: 0 without errors, 1 with errors; warnings do not count.")

    @Argument(help: "The policy: a file of JSON or a preset.")
    var policy: PolicySource

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        var isValid: Bool
        var digest: PolicyDigest?
        var diagnostics: [Diagnostic]
    }

    func run() async throws {
        let report = try report()
        if json {
            try Console.json(report)
        } else {
            for diagnostic in report.diagnostics { print(diagnostic) }
            if let digest = report.digest { print("valid, digest \(digest)") }
        }
        if !report.isValid { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func report() throws -> Report {
        do {
            let document = try policy.load()
            return Report(isValid: true, digest: PolicyDigest(of: document), diagnostics: document.validate())
        } catch let error as RoutingPolicyError where error.code == .invalidPolicy {
            return Report(isValid: false, digest: nil, diagnostics: error.diagnostics)
        }
    }
}

struct RouteAnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Prove which rules never fire, change nothing or get in each other's way.",
        discussion: "Exit status: 0 without findings, 1 with findings.")

    @Argument(help: "The policy: a file of JSON or a preset.")
    var policy: PolicySource

    @Option(help: "The moment that windows are compared with; without it, it is now.")
    var at: MomentArgument?

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        var findings: [AnalysisFinding]
        var undecided: [RuleID]
    }

    func run() async throws {
        let analysis = PolicyAnalysis(of: try policy.load(), at: at?.instant ?? .now)
        if json {
            try Console.json(Report(findings: analysis.findings, undecided: analysis.undecided))
        } else {
            for finding in analysis.findings { print(finding) }
            if !analysis.undecided.isEmpty {
                print("undecided: " + analysis.undecided.map(\.rawValue).joined(separator: ", "))
            }
            if analysis.findings.isEmpty { print("nothing found") }
        }
        if !analysis.findings.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}

struct RouteDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say what is different between two policies.")

    @Argument(help: "The policy before.")
    var old: PolicySource

    @Argument(help: "The policy after.")
    var new: PolicySource

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let diff = PolicyDiff(from: try old.load(), to: try new.load())
        if json { try Console.json(diff) } else { print(diff) }
    }
}
#endif
