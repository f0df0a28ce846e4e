// SPDX-License-Identifier: Apache-2.0
import AllocationCounter
import RoutingPolicy
import Testing

struct AllocationTests {
    /// The number of allocations while something runs; `nil` where they cannot be counted.
    private func allocations(_ body: () -> Void) -> Int64? {
        #if DEBUG
        // Unoptimised code allocates where optimised code does not.
        return nil
        #else
        allocation_counter_start()
        body()
        let count = allocation_counter_stop()
        return count < 0 ? nil : count
        #endif
    }

    @Test("a decision allocates nothing, on every path of the presets", arguments: [20.0, 100])
    func decide(percentage: Double) throws {
        var sample: [Int] = []
        guard let check = allocations({ sample = Array(repeating: 1, count: 1_000) }), check > 0, sample.count == 1_000
        else {
            print("SKIPPED: allocations are counted in optimised builds with the GNU C library and no sanitizer")
            return
        }
        let now = PolicyInstant(millisecondsSince1970: 0)
        let users = (0..<50).map { "a-user-with-a-name-that-is-long-\($0)" }
        let asyncRAG = try PolicySnapshot(
            .asyncRAG(isEnabled: true, forceLegacyUsers: users, betaUsers: users, coverage: .percent(percentage))
        )
        let lanes = try PolicySnapshot(.pipelineLane())
        let contexts = [
            RoutingContext(unit: users[7]), RoutingContext(),
            RoutingContext(
                unit: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                attributes: ["source": "a scanner with a long name"],
                document: DocumentFacts(name: "quarterly-report-of-the-whole-team.docx", byteCount: 2_000_000)
            ),
            RoutingContext(document: DocumentFacts(name: "a-tax-form-with-a-long-name.pdf", byteCount: 20 << 20)),
        ]
        var reached = 0
        func run() {
            for context in contexts {
                for _ in 0..<100 {
                    reached += asyncRAG.decide(context, at: now).isRandomised ? 1 : 0
                    reached += lanes.decide(context, at: now).isRandomised ? 1 : 0
                }
            }
        }
        run()
        let empty = try #require(allocations {})
        let counted = try #require(allocations(run))
        #expect(counted - empty == 0)
        #expect(reached > 0 || percentage == 100)
    }

    @Test("vendors' profiles allocate nothing either", arguments: BucketingProfile.allCases)
    func profiles(profile: BucketingProfile) throws {
        let snapshot = try PolicySnapshot(.asyncRAG(isEnabled: true, coverage: .percent(50), profile: profile))
        let context = RoutingContext(unit: "3f2504e0-4f89-41d3-9a0c-0305e82c3301")
        let now = PolicyInstant(millisecondsSince1970: 0)
        var reached = 0
        func run() { for _ in 0..<100 { reached += snapshot.decide(context, at: now).isRandomised ? 1 : 0 } }
        run()
        guard let empty = allocations({}), let counted = allocations(run) else { return }
        #expect(counted - empty == 0)
        #expect(reached == 200)
    }
}
