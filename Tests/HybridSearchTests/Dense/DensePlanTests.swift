// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct DensePlanTests {
    private static let small = DenseLayout(rowsForCodes: 64, rowsForLists: 400, rowsPerList: 40)

    /// How far a stored value may stray, relative to the greatest one.
    private static func tolerance(_ precision: VectorField.Precision) -> Double {
        switch precision {
        case .float32: 1e-4
        case .float16: 1e-2
        case .int8: 6e-2
        }
    }

    @Test(
        "the scores of a plan are those of the metric, and what it misses is no better than what it finds",
        arguments: VectorField.Metric.allCases, VectorField.Precision.allCases)
    func exactness(metric: VectorField.Metric, precision: VectorField.Precision) throws {
        var generator = SplitMix64(seed: 7)
        for (count, dimension) in [(1, 16), (63, 3), (300, 32), (700, 17)] {
            var sample = VectorSample(dimension: dimension, clusters: 9, seed: UInt64(count))
            let vectors = sample.next(count)
            let field = try VectorField(dimension: dimension, metric: metric, precision: precision)
            let segment = try DenseSegment.made(of: vectors, field, layout: Self.small)
            for query in sample.next(4) {
                var kept = RowSet(rowCount: count)
                for row in 0..<count where Int.random(in: 0..<3, using: &generator) != 0 { kept.insert(row) }
                let scores = vectors.map { metric.score($0, query) }
                let width = Self.tolerance(precision) * (scores.map(\.magnitude).max() ?? 0 + 1)
                for plan in [DensePlan.exact, .exactKept] {
                    let found = try segment.hits(query, limit: 12, kept: kept) { $0.plan = plan }
                    #expect(found.report.plan == (kept.isEmpty || kept.count == count ? .exact : plan))
                    #expect(found.hits.count == min(12, kept.count))
                    let best = kept.rows.map { scores[$0] }.sorted(by: >)
                    for (rank, hit) in found.hits.enumerated() {
                        #expect(kept.contains(hit.id))
                        #expect(abs(Double(hit.score) - scores[hit.id]) <= width)
                        #expect(abs(scores[hit.id] - best[rank]) <= 2 * width)
                    }
                }
            }
        }
    }

    @Test("a plan finds a row with the score that every other plan gives it", arguments: VectorField.Metric.allCases)
    func agreement(metric: VectorField.Metric) throws {
        var sample = VectorSample(dimension: 48, clusters: 20, seed: 11)
        let field = try VectorField(dimension: 48, metric: metric)
        let segment = try DenseSegment.made(of: sample.next(900), field, layout: Self.small)
        #expect(segment.lists?.listCount == 22)
        for query in sample.next(10) {
            let exact = try segment.hits(query, limit: 900) { $0.plan = .exact }.hits
            let scores = Dictionary(uniqueKeysWithValues: exact.map { ($0.id, $0.score) })
            for plan in [DensePlan.codes, .lists] {
                let found = try segment.hits(query, limit: 20) { $0.plan = plan }
                #expect(found.report.plan == plan)
                #expect(Set(found.hits.map(\.id)).count == 20)
                for hit in found.hits { #expect(abs(hit.score - (scores[hit.id] ?? .infinity)) < 1e-3) }
            }
        }
    }

    @Test(
        "codes and lists find the share of the nearest rows that they are asked for",
        arguments: VectorField.Metric.allCases)
    func recall(metric: VectorField.Metric) throws {
        var sample = VectorSample(dimension: 64, clusters: 60, seed: 3)
        let field = try VectorField(dimension: 64, metric: metric)
        let layout = DenseLayout(rowsForCodes: 64, rowsForLists: 1_000, rowsPerList: 50)
        let segment = try DenseSegment.made(of: sample.next(5_000), field, layout: layout)
        let queries = sample.next(200)
        func recall(_ target: Double, _ plan: DensePlan) throws -> Double {
            var found = 0
            for query in queries {
                let exact = try segment.hits(query, limit: 10) { $0.plan = .exact }.hits
                let hits = try segment.hits(query, limit: 10) {
                    $0.plan = plan
                    $0.targetRecall = target
                }.hits
                found += Set(exact.map(\.id)).intersection(hits.map(\.id)).count
            }
            return Double(found) / Double(10 * queries.count)
        }
        #expect(try recall(0.99, .codes) >= 0.99)
        for target in ListCalibration.recalls {
            let recall = try recall(target, .lists)
            #expect(recall >= target - 0.01, "\(recall) of \(target)")
        }
    }

    @Test("a higher recall never reads fewer lists, and reads few of them")
    func calibration() throws {
        var sample = VectorSample(dimension: 32, clusters: 40, seed: 5)
        let field = try VectorField(dimension: 32)
        let segment = try DenseSegment.made(
            of: sample.next(3_000), field, layout: DenseLayout(rowsForCodes: 64, rowsForLists: 1_000, rowsPerList: 50))
        let calibration = try #require(segment.lists?.calibration)
        for entries in calibration.entries {
            for (low, high) in zip(entries, entries.dropFirst()) {
                #expect(low.gap <= high.gap && low.lists <= high.lists && low.rows <= high.rows)
            }
        }
        for recall in ListCalibration.recalls {
            for (near, far) in [(1.0, 10.0), (10, 40), (40, 100), (100, 700), (700, 9_000)] {
                let low = calibration.expectation(recall: recall, depth: near)
                #expect(low.gap <= calibration.expectation(recall: recall, depth: far).gap)
            }
        }
        #expect(calibration.entries[0][2].lists < 20)
    }

    @Test("under a filter there are as many hits as it keeps rows, by every plan", arguments: DensePlan.allCases)
    func filters(plan: DensePlan) throws {
        var sample = VectorSample(dimension: 24, clusters: 30, seed: 13)
        let segment = try DenseSegment.made(
            of: sample.next(2_000), VectorField(dimension: 24), layout: Self.small)
        var generator = SplitMix64(seed: 17)
        for keptCount in [0, 1, 9, 10, 11, 200, 2_000] {
            var kept = RowSet(rowCount: 2_000)
            while kept.count < keptCount { kept.insert(Int.random(in: 0..<2_000, using: &generator)) }
            for query in sample.next(5) {
                for target in [0.8, 1] {
                    let hits = try segment.hits(query, limit: 10, kept: kept) {
                        $0.plan = plan
                        $0.targetRecall = target
                    }.hits
                    #expect(hits.count == min(10, keptCount))
                    #expect(Set(hits.map(\.id)).count == hits.count && hits.allSatisfy { kept.contains($0.id) })
                }
            }
        }
    }

    @Test("the planner scans what is small, gathers what a filter leaves, and reads lists of what is large")
    func choice() throws {
        func plan(
            rows: Int, kept: Int, lists: Int, entries: Double?, recall: Double = 0.95
        ) throws -> DensePlan {
            let planner = DensePlanner(
                rowCount: rows, keptCount: kept, rowByteCount: 1_536, dimension: 384, listCount: lists,
                listEntryCount: entries)
            var query = DenseQuery([1], field: try VectorField(dimension: 1), limit: 10)
            query.targetRecall = recall
            return planner.plan(of: query)
        }
        #expect(try plan(rows: 500, kept: 500, lists: 0, entries: nil) == .exact)
        #expect(try plan(rows: 10_000, kept: 10_000, lists: 1, entries: nil) == .codes)
        #expect(try plan(rows: 100_000, kept: 100_000, lists: 1_000, entries: 2_000) == .lists)
        #expect(try plan(rows: 100_000, kept: 1_000, lists: 1_000, entries: 40_000) == .exactKept)
        #expect(try plan(rows: 100_000, kept: 100_000, lists: 1_000, entries: nil) == .codes)
        #expect(try plan(rows: 100_000, kept: 100_000, lists: 1_000, entries: 2_000, recall: 1) == .exact)
    }
}
