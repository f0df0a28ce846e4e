// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import TestSupport
import Testing

struct BucketingPropertyTests {
    /// Units with the length of a UUID.
    private func units(_ count: Int, seed: UInt64) -> [String] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in String(generator.next(), radix: 16) + "-" + String(generator.next(), radix: 36) }
    }

    @Test("default buckets are uniform: chi-square of 100,000 units over 100 buckets")
    func uniform() {
        for purpose in [BucketingProfile.Purpose.rollout, .split] {
            var counts = Array(repeating: 0.0, count: 100)
            for index in 0..<100_000 {
                let bucket = BucketingProfile.routing1.bucket(salt: "async-rag", unit: "user-\(index)", for: purpose)
                counts[bucket.position / 10_000] += 1
            }
            let statistic = counts.reduce(0) { $0 + ($1 - 1_000) * ($1 - 1_000) / 1_000 }
            #expect(statistic < 148.2, "the bound of p = 0.001 with 99 degrees of freedom")
        }
    }

    @Test("rollouts are independent across salts, and of their split, even within 1 % of the units")
    func independent() {
        var across = [[0.0, 0], [0, 0]]
        for unit in units(50_000, seed: 1) {
            let first = BucketingProfile.routing1.bucket(salt: "exp-1", unit: unit).position < 500_000
            let second = BucketingProfile.routing1.bucket(salt: "exp-2", unit: unit).position < 500_000
            across[first ? 1 : 0][second ? 1 : 0] += 1
        }
        let statistic = across.joined().reduce(0) { $0 + ($1 - 12_500) * ($1 - 12_500) / 12_500 }
        #expect(statistic < 16.3, "the bound of p = 0.001 with 3 degrees of freedom")

        for percentage in [1.0, 5, 10] {
            let inside = units(200_000, seed: 2).filter {
                BucketingProfile.routing1.bucket(salt: "exp", unit: $0).isWithin(.percent(percentage))
            }
            #expect(abs(Double(inside.count) / 200_000 - percentage / 100) < 0.003)
            var counts = Array(repeating: 0.0, count: 10)
            for unit in inside {
                counts[BucketingProfile.routing1.bucket(salt: "exp", unit: unit, for: .split).position / 100_000] += 1
            }
            let expected = Double(inside.count) / 10
            #expect(counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected } < 27.9)
        }
    }

    @Test(
        "growing coverage moves no unit between routes, for any number of routes",
        arguments: BucketingProfile.allCases
    )
    func monotone(profile: BucketingProfile) throws {
        var generator = SplitMix64(seed: 3)
        for routeCount in 1...5 {
            var cuts = (1..<routeCount).map { _ in Int(generator.next() % 1_000_001) } + [0, 1_000_000]
            cuts.sort()
            let allocations = zip(cuts, cuts.dropFirst()).enumerated().map {
                Rollout.Allocation(route: Route("\($0)"), weight: PartsPerMillion(rawValue: $1.1 - $1.0))
            }
            var coverages = (0..<12).map { _ in Int(generator.next() % 1_000_001) } + [0, 1, 2, 999_999, 1_000_000]
            coverages.sort()
            let routes = allocations.map(\.route) + ["out"]
            let snapshots = try coverages.map { coverage in
                let rollout = Rollout(
                    salt: "s",
                    profile: profile,
                    coverage: .fixed(PartsPerMillion(rawValue: coverage)),
                    allocations: allocations
                )
                return try PolicySnapshot(
                    PolicyDocument(
                        name: "p",
                        routes: routes,
                        rules: [Rule(id: "r", outcome: .rollout(rollout), description: "")],
                        fallback: .init(route: "out")
                    )
                )
            }
            for unit in units(300, seed: 4) {
                let context = RoutingContext(unit: unit)
                var settled: Route?
                for snapshot in snapshots {
                    let route = snapshot.decide(context, at: PolicyInstant(millisecondsSince1970: 0)).route
                    if let settled { #expect(route == settled) } else if route != "out" { settled = route }
                }
                #expect(settled != nil)
            }
        }
    }

    @Test("a unit enters at the part per million of its bucket, and stays")
    func everyPart() {
        for unit in units(2_000, seed: 5) {
            let bucket = BucketingProfile.routing1.bucket(salt: "s", unit: unit)
            #expect(!bucket.isWithin(PartsPerMillion(rawValue: bucket.position)))
            #expect(bucket.isWithin(PartsPerMillion(rawValue: bucket.position + 1)))
        }
    }
}
