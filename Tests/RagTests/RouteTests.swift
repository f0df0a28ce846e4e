// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

struct RouteTests {
    private let folder: TemporaryFolder
    /// A policy that sends documents of more than 1,000 bytes to the new pipeline.
    private let policy: String

    init() throws {
        folder = try TemporaryFolder()
        policy = try folder.write(Self.policy(limit: 1000), to: "policy.json")
    }

    private static func policy(limit: Int, laterRules: String = "") -> String {
        """
        {"schemaVersion": 1, "name": "sizes", "routes": ["LEGACY", "ASYNC_V2"],
         "rules": [{"id": "large", "description": "Large", "route": "ASYNC_V2",
                    "when": {"attribute": "document.byteCount", "greaterThan": \(limit)}}\(laterRules)],
         "fallback": {"route": "LEGACY"}}
        """
    }

    @Test(
        "decide names the route, the rule and the reason, on a line and as JSON",
        arguments: [
            (["--bytes", "1001"], "ASYNC_V2", "large", "Large"),
            (["--bytes", "1000"], "LEGACY", "default", "Default routing"),
            (["--unit", "ada"], "LEGACY", "default", "Default routing"),
            (["--bytes", "9", "--override", "ASYNC_V2"], "ASYNC_V2", "override", "Override of the request"),
        ])
    func decide(options: [String], route: String, rule: String, reason: String) throws {
        let text = try RagProcess(["route", "decide", policy] + options)
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.output == "\(route) by \(rule): \(reason)\n")
        let decision = try RagProcess(["route", "decide", policy, "--json"] + options).json()
        #expect(decision["route"] as? String == route)
        #expect(decision["rule"] as? String == rule)
        #expect(decision["reason"] as? String == reason)
        #expect((decision["digest"] as? String)?.count == 64)
    }

    @Test("attributes, kinds and moments of the command line reach the rules of a preset")
    func options() throws {
        let scanned = try RagProcess(["route", "decide", "pipeline-lane", "--attribute", "scanned=true", "--json"])
        #expect(try scanned.json()["rule"] as? String == "scanned")
        let kind = try RagProcess(["route", "decide", "pipeline-lane", "--kind", "presentation", "--json"])
        #expect(try kind.json()["rule"] as? String == "presentation")
        #expect(try RagProcess(["route", "decide", policy, "--attribute", "scanned"]).status == 64)
        #expect(try RagProcess(["route", "decide", policy, "--at", "soon"]).status == 64)
    }

    @Test("explain shows every rule with its answer as a tree and as JSON")
    func explain() throws {
        let arguments = ["route", "explain", policy, "--bytes", "500"]
        let tree = try RagProcess(arguments)
        #expect(tree.status == 0, "\(tree.errors)")
        #expect(tree.output.contains("├─ large: failed"), "\(tree.output)")
        #expect(tree.output.contains("document.byteCount is more than 1000: false, document.byteCount is 500"))
        let trace = try RagProcess(arguments + ["--json"]).json()
        let entries = try #require(trace["entries"] as? [[String: Any]])
        #expect(entries.map { $0["rule"] as? String } == ["large", "default"])
        #expect(entries.map { $0["verdict"] as? String } == ["failed", "matched, LEGACY"])
        #expect((trace["decision"] as? [String: Any])?["route"] as? String == "LEGACY")
        #expect(trace["unevaluated"] as? [String] == [])
    }

    @Test("validate accepts a good policy and names every fault of a bad one")
    func validate() throws {
        let good = try RagProcess(["route", "validate", policy])
        #expect(good.status == 0)
        #expect(good.output.hasPrefix("valid, digest "))
        #expect(try RagProcess(["route", "validate", policy, "--json"]).json()["isValid"] as? Bool == true)

        let faulty = try folder.write(
            #"{"schemaVersion": 1, "name": "", "routes": ["A"], "rules": [], "fallback": {"route": "B"}}"#,
            to: "faulty.json")
        let bad = try RagProcess(["route", "validate", faulty])
        #expect(bad.status == 1)
        #expect(bad.output.contains("error: name:") && bad.output.contains("error: fallback.route:"), "\(bad.output)")
        let report = try RagProcess(["route", "validate", faulty, "--json"])
        #expect(report.status == 1)
        #expect(try report.json()["isValid"] as? Bool == false)
        let paths = try #require(try report.json()["diagnostics"] as? [[String: Any]]).map { $0["path"] as? String }
        #expect(Set(paths).isSuperset(of: ["name", "fallback.route"]))

        let decided = try RagProcess(["route", "decide", faulty])
        #expect(decided.status == 65)
        #expect(decided.output.isEmpty)
        #expect(decided.errors.contains("fallback.route"), "\(decided.errors)")
    }

    @Test("analyze ends with status 1 where a rule can never fire")
    func analyze() throws {
        let clean = try RagProcess(["route", "analyze", policy])
        #expect(clean.status == 0)
        #expect(clean.output == "nothing found\n")
        let larger = #"""
            , {"id": "larger", "description": "Larger", "route": "ASYNC_V2",
               "when": {"attribute": "document.byteCount", "greaterThan": 2000}}
            """#
        let shadowing = try folder.write(Self.policy(limit: 1000, laterRules: larger), to: "shadowing.json")
        let found = try RagProcess(["route", "analyze", shadowing])
        #expect(found.status == 1)
        #expect(found.output.contains("shadowed larger, large"), "\(found.output)")
        let report = try RagProcess(["route", "analyze", shadowing, "--json"])
        #expect(report.status == 1)
        let findings = try #require(try report.json()["findings"] as? [[String: Any]])
        #expect(findings.map { $0["kind"] as? String } == ["shadowed"])
    }

    @Test("simulate counts the transitions of a log between two policies, and diff names what differs")
    func simulate() throws {
        let stricter = try folder.write(Self.policy(limit: 2000), to: "stricter.json")
        let lines = [500, 1500, 2500].map {
            #"{"unit": "ada", "document": {"byteCount": \#($0)}, "at": "2026-01-05T00:00:00Z"}"#
        }
        let log = try folder.write(lines.joined(separator: "\n"), to: "log.jsonl")
        let arguments = ["route", "simulate", policy, stricter, "--log", log]
        let text = try RagProcess(arguments)
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.output.hasPrefix("3 records, 1 change their route\n"), "\(text.output)")
        let report = try RagProcess(arguments + ["--json"]).json()
        #expect(report["records"] as? Int == 3)
        #expect(report["changed"] as? Int == 1)
        let transitions = try #require(report["transitions"] as? [[String: Any]]).map {
            "\($0["old"] ?? "") > \($0["new"] ?? ""): \($0["count"] ?? "")"
        }
        #expect(transitions == ["ASYNC_V2 > ASYNC_V2: 1", "ASYNC_V2 > LEGACY: 1", "LEGACY > LEGACY: 1"])
        #expect((report["examples"] as? [[String: Any]])?.map { $0["record"] as? Int } == [1])

        let line = "~ rules[large].when.greaterThan: 1000 > 2000"
        #expect(try RagProcess(["route", "diff", policy, stricter]).output == line + "\n")
        #expect(try RagProcess(["route", "diff", policy, stricter, "--json"]).json()["lines"] as? [String] == [line])

        let broken = try folder.write(lines[0] + "\n{}\n", to: "broken.jsonl")
        let refused = try RagProcess(["route", "simulate", policy, stricter, "--log", broken])
        #expect(refused.status == 65)
        #expect(refused.errors.contains("line 2"), "\(refused.errors)")
    }

    @Test("check passes with status 0, and ends with status 1 and the traces of the cases that differ")
    func check() throws {
        let right = #"{"fileSizeBytes": 1500, "kind": "pdf", "expected": "ASYNC_V2", "expectedRule": "large"}"#
        let wrong = #"{"fileSizeBytes": 500, "kind": "pdf", "expected": "ASYNC_V2", "expectedRule": "large"}"#
        let good = try folder.write(#"{"cases": [\#(right)]}"#, to: "good.json")
        let passed = try RagProcess(["route", "check", good, "--policy", policy])
        #expect(passed.status == 0, "\(passed.errors)")
        #expect(passed.output == "1 of 1 cases as expected\n")

        let bad = try folder.write(#"{"cases": [\#(right), \#(wrong)]}"#, to: "bad.json")
        let failed = try RagProcess(["route", "check", bad, "--policy", policy])
        #expect(failed.status == 1)
        #expect(failed.output.contains("case 1: expected ASYNC_V2 by large, got LEGACY by default"), "\(failed.output)")
        #expect(failed.output.contains("├─ large: failed"))
        #expect(failed.output.hasSuffix("1 of 2 cases as expected\n"))
        let report = try RagProcess(["route", "check", bad, "--policy", policy, "--json"])
        #expect(report.status == 1)
        let failures = try #require(try report.json()["failures"] as? [[String: Any]])
        #expect(failures.map { $0["index"] as? Int } == [1])
        #expect(try report.json()["cases"] as? Int == 2)
    }

    @Test("the shared cases come out as expected under the preset", .needsSharedData("routing"))
    func sharedCases() throws {
        let cases = SharedData.root.appending(path: "routing/seed-policy-cases.json").path
        let run = try RagProcess(["route", "check", cases])
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output == "150 of 150 cases as expected\n")
    }

    @Test(
        "every command says that a policy cannot be read, and which",
        arguments: ["decide", "explain", "validate", "analyze"])
    func unreadable(command: String) throws {
        let absent = try RagProcess(["route", command, folder.path("absent.json"), "--json"])
        #expect(absent.status == 66)
        #expect(absent.errors.contains("absent.json cannot be read"), "\(absent.errors)")
        #expect(absent.output.isEmpty)
        let text = try folder.write("{", to: "text.json")
        let broken = try RagProcess(["route", command, text])
        #expect(broken.status == 65)
        #expect(broken.errors.contains("not JSON"), "\(broken.errors)")
    }

    @Test("a log, cases or a second policy that are absent are named as well")
    func absentInputs() throws {
        let absent = folder.path("absent.json")
        let commands = [["simulate", policy, policy, "--log", absent], ["diff", policy, absent], ["check", absent]]
        for arguments in commands {
            let run = try RagProcess(["route"] + arguments)
            #expect(run.status == 66)
            #expect(run.errors.contains("absent.json cannot be read"), "\(run.errors)")
        }
    }

    @Test("an unknown bucketing profile is a wrong argument, and the known ones are named")
    func unknownProfile() throws {
        let preset = "async-rag:nobody"
        let commands = [
            ["decide", preset], ["explain", preset], ["validate", preset], ["analyze", preset],
            ["diff", preset, policy],
            ["simulate", policy, preset, "--log", try folder.write("", to: "log.jsonl")],
            ["check", try folder.write(#"{"cases": []}"#, to: "cases.json"), "--policy", preset],
        ]
        for arguments in commands {
            let run = try RagProcess(["route"] + arguments)
            #expect(run.status == 64, "\(arguments)")
            #expect(run.errors.contains("nobody is no bucketing profile; there are routing1, unleash"), "\(run.errors)")
            #expect(run.output.isEmpty)
        }
    }
}
