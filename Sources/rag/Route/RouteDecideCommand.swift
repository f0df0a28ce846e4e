// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import RoutingPolicy

struct RouteDecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "Decide where a document goes, and say why.")

    @Argument(help: "The policy: a file of JSON or a preset.")
    var policy: PolicySource

    @OptionGroup
    var options: ContextOptions

    @Flag(help: "Print the decision as JSON.")
    var json = false

    func run() async throws {
        let decision = try PolicySnapshot(policy.load()).decide(options.context(), at: options.instant)
        if json { try Console.json(decision) } else { print(decision) }
    }
}

struct RouteExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show what every rule said to a document, as a tree.")

    @Argument(help: "The policy: a file of JSON or a preset.")
    var policy: PolicySource

    @OptionGroup
    var options: ContextOptions

    @Flag(help: "Print the trace as JSON.")
    var json = false

    func run() async throws {
        let trace = try PolicySnapshot(policy.load()).explain(options.context(), at: options.instant)
        if json { try Console.json(TraceReport(trace)) } else { print(trace) }
    }
}

/// A trace as JSON.
struct TraceReport: Encodable {
    struct Entry: Encodable {
        var rule: RuleID
        var verdict: String
        var findings: [String]
    }

    var decision: Decision
    var entries: [Entry]
    var unevaluated: [RuleID]

    init(_ trace: Trace) {
        decision = trace.decision
        entries = trace.entries.map {
            Entry(rule: $0.ruleID, verdict: "\($0.verdict)", findings: $0.findings.map(\.description))
        }
        unevaluated = trace.unevaluated
    }
}
#endif
