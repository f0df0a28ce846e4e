// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import RoutingPolicy
import RoutingPolicyTesting

struct RouteCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Test a policy against a file of expected decisions.",
        discussion: """
            The file is {"cases": [{"userId": ..., "fileSizeBytes": ..., "kind": ..., "expected": ROUTE, \
            "expectedRule": RULE}]}; a case may also set switches, lists and the rollout's percentage. Exit status: 0 when \
            all come out as expected, 1 when not, with the traces of those that do not.
            """)

    @Argument(help: "The file of cases.")
    var cases: String

    @Option(help: "The policy: a file of JSON or a preset.")
    var policy = PolicySource(argument: "async-rag:unleash")

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        struct Failure: Encodable {
            var index: Int
            var expected: Route
            var expectedRule: RuleID?
            var trace: TraceReport
        }

        var cases: Int
        var failures: [Failure]
    }

    func run() async throws {
        let cases = try PolicyCases(json: RouteFile.read(cases))
        let failures = try cases.failures(in: policy.load())
        if json {
            let failures = failures.map {
                Report.Failure(
                    index: $0.index, expected: $0.expectation.expected, expectedRule: $0.expectation.expectedRule,
                    trace: TraceReport($0.trace))
            }
            try Console.json(Report(cases: cases.count, failures: failures))
        } else {
            for failure in failures { print(failure) }
            print("\(cases.count - failures.count) of \(cases.count) cases as expected")
        }
        if !failures.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}
#endif
