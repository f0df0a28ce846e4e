// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import Testing

struct SimulationTests {
    private let records = (0..<5_000).map { index in
        RoutingRecord(
            RoutingContext(unit: "user-\(index)", document: DocumentFacts(byteCount: index * 2_000)),
            at: PolicyInstant(millisecondsSince1970: 0)
        )
    }

    @Test("a policy against itself changes nothing")
    func identity() throws {
        let snapshot = try PolicySnapshot(.asyncRAG(isEnabled: true, coverage: .percent(20)))
        let simulation = Simulation(of: records, from: snapshot, to: snapshot)
        #expect(simulation.changedCount == 0)
        #expect(simulation.examples.isEmpty)
        #expect(simulation.transitions.values.reduce(0, +) == records.count)
        #expect(simulation.totals?.old == simulation.totals?.new)
    }

    @Test("from 5 to 20 % only goes from the legacy pipeline to the new one, with the costs of both")
    func growth() throws {
        let old = try PolicySnapshot(.asyncRAG(isEnabled: true, coverage: .percent(5)))
        let new = try PolicySnapshot(.asyncRAG(isEnabled: true, coverage: .percent(20)))
        let figures = [
            Route.legacy: RouteFigures(cost: 0.21, seconds: 300), .asyncV2: RouteFigures(cost: 0.10, seconds: 180),
        ]
        let simulation = Simulation(of: records, from: old, to: new, figures: figures, exampleLimit: 3)
        let changed = Set(simulation.transitions.keys.filter { $0.old != $0.new }.map { "\($0.old) > \($0.new)" })
        #expect(changed == ["LEGACY > ASYNC_V2"])
        #expect(simulation.examples.count == 3)
        let totals = try #require(simulation.totals)
        #expect(abs(totals.old.cost - totals.new.cost - 0.11 * Double(simulation.changedCount)) < 1e-6)
    }

    @Test("a log is read line by line, and every line that cannot be read is named")
    func log() throws {
        let text = #"""
            {"unit": "ada", "document": {"name": "a.pdf", "byteCount": 7}, "attributes": {"plan": "pro"}, "at": "2026-01-05T00:00:00Z"}

            {"at": "2026-01-05T00:00:00Z"}
            """#
        let records = try RoutingRecord.read(jsonLines: Data(text.utf8))
        #expect(records.count == 2)
        #expect(records[0].context[.byteCount] == .integer(7))
        #expect(records[0].context[.mediaType] == .string("application/pdf"))
        let encoded = try JSONEncoder().encode(records[0])
        #expect(try RoutingRecord.read(jsonLines: encoded) == [records[0]])
        do throws(RoutingPolicyError) {
            _ = try RoutingRecord.read(jsonLines: Data("{}\n{\"at\": \"2026-01-05\"}\nnonsense".utf8))
            Issue.record("a bad log was read")
        } catch {
            #expect(error.diagnostics.map(\.path) == ["line 1", "line 3"])
        }
    }
}
