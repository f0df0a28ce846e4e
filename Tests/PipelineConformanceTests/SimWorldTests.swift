// SPDX-License-Identifier: Apache-2.0
import PipelineConformance
import Testing

struct SimWorldTests {
    @Test("whatever goes wrong, every document is published once or its job is dead, and every subscriber knows")
    func conformance() {
        var steps = 0
        for seed in Effort.seeds(300, long: 10_000) {
            let report = SimWorld.run(seed: seed)
            steps += report.operations
            #expect(report.isConforming, "\(report)")
        }
        #expect(steps > 1_000)
    }

    @Test("the same seed is the same world")
    func determinism() {
        #expect(SimWorld.run(seed: 7).operations == SimWorld.run(seed: 7).operations)
        #expect(SimWorld.run(seed: 7).operations != SimWorld.run(seed: 8).operations)
    }

    @Test("a worker that gives back its lease before it commits loses documents")
    func settlingFirst() {
        var policy = SimPolicy()
        policy.settlesFirst = true
        let broken = Set((1...30).flatMap { SimWorld.run(seed: $0, policy: policy).violations.map(\.law) })
        #expect(broken.contains(.q1))
    }

    @Test("a subscriber that takes rings for the truth never learns what it missed")
    func trustingRings() {
        var policy = SimPolicy()
        policy.trustsRings = true
        let broken = Set((1...30).flatMap { SimWorld.run(seed: $0, policy: policy).violations.map(\.law) })
        #expect(broken.contains(.n2))
    }
}
