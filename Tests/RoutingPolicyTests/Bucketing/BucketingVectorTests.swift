// SPDX-License-Identifier: Apache-2.0
import Foundation
import RoutingPolicy
import TestSupport
import Testing

struct BucketingVectorTests {
    @Test("murmur3 and FNV-1a agree with every vector", .needsSharedData("routing/hash-vectors.json"))
    func hashVectors() throws {
        let vectors = try load(HashVectors.self, "routing/hash-vectors.json")
        #expect(vectors.murmur3_x86_32.count > 50)
        for vector in vectors.murmur3_x86_32 {
            #expect(MurmurHash3.hash(vector.string, seed: vector.seed) == vector.hash)
        }
        for vector in vectors.fnv1a32 {
            var overBytes = FNV1a()
            for byte in vector.string.utf8 { overBytes.combine(UInt32(byte)) }
            #expect(overBytes.value == vector.fnv1a32_utf8)
            var overUnits = FNV1a()
            overUnits.combineUTF16(of: vector.string.utf8.span)
            #expect(overUnits.value == vector.fnv1a32_utf16, "\(vector.string)")
        }
    }

    @Test("ten vendors' buckets are theirs", .needsSharedData("routing/bucketing-profiles.json"))
    func profiles() throws {
        let cases = try load(ProfileVectors.self, "routing/bucketing-profiles.json").cases
        #expect(cases.count == 60)
        for vector in cases {
            func position(_ profile: BucketingProfile, _ purpose: BucketingProfile.Purpose = .rollout) -> Int {
                profile.bucket(salt: vector.salt, unit: vector.unit, for: purpose).position
            }
            #expect(position(.unleash) + 1 == vector.unleash_rollout_1_100)
            #expect(position(.unleash, .split) + 1 == vector.unleash_variant_1_1000)
            #expect(Double(position(.growthbook1)) / 1_000 == vector.growthbook_v1)
            #expect(Double(position(.growthbook2)) / 10_000 == vector.growthbook_v2)
            #expect(position(.flagd2) == vector.flagd_v2_ppm_0_999999)
            #expect(position(.launchdarkly) == Int(vector.launchdarkly_sha1_flagkey_eq_salt * 100_000))
            #expect(position(.eppo) == vector.eppo_md5_0_9999)
            #expect(position(.optimizely) == vector.optimizely_0_9999)
            #expect(position(.featurevisor) == vector.featurevisor_0_99999)
            #expect(abs(Double(position(.flagsmith)) / 9_998 * 100 - vector.flagsmith_md5_0_100) < 1e-9)
        }
    }

    @Test(
        "Split's sample data",
        .needsSharedData("routing/split"),
        arguments: ["murmur3-sample-data-v2.first1000.csv", "murmur3-sample-v4.first300.csv"]
    )
    func split(file: String) throws {
        let text = try String(contentsOf: SharedData.root.appending(path: "routing/split/\(file)"), encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count >= 300)
        for row in rows {
            let seed = try #require(Int64(row[0]))
            let hash = MurmurHash3.hash(String(row[1]), seed: UInt32(truncatingIfNeeded: seed))
            #expect("\(hash)" == row[2])
            #expect("\(hash % 100 + 1)" == row[3])
        }
    }

    private func load<Vectors: Decodable>(_ type: Vectors.Type, _ path: String) throws -> Vectors {
        try JSONDecoder().decode(type, from: Data(contentsOf: SharedData.root.appending(path: path)))
    }

    private struct HashVectors: Decodable {
        struct Murmur: Decodable {
            let string: String
            let seed: UInt32
            let hash: UInt32
        }
        struct FNV: Decodable {
            let string: String
            let fnv1a32_utf8: UInt32
            let fnv1a32_utf16: UInt32
        }
        let murmur3_x86_32: [Murmur]
        let fnv1a32: [FNV]
    }

    private struct ProfileVectors: Decodable {
        struct Vector: Decodable {
            let unit: String
            let salt: String
            let unleash_rollout_1_100: Int
            let unleash_variant_1_1000: Int
            let growthbook_v1: Double
            let growthbook_v2: Double
            let flagd_v2_ppm_0_999999: Int
            let launchdarkly_sha1_flagkey_eq_salt: Double
            let eppo_md5_0_9999: Int
            let optimizely_0_9999: Int
            let featurevisor_0_99999: Int
            let flagsmith_md5_0_100: Double
        }
        let cases: [Vector]
    }
}
