// SPDX-License-Identifier: Apache-2.0
import Foundation
import RetrievalEvaluation
import TestSupport
import Testing

@testable import rag

struct TuneCommandTests {
    private func sweep(_ values: [[Double]], standard: Int) -> SweepResult {
        SweepResult(settings: values.indices.map { Double($0) }, standard: standard, values: values)
    }

    @Test("a setting that is better on every query is chosen, and its gain is significant")
    func better() throws {
        var generator = SplitMix64(seed: 1)
        let standard = (0..<100).map { _ in Double.random(in: 0...0.5, using: &generator) }
        let result = sweep([standard.map { $0 / 2 }, standard, standard.map { $0 + 0.1 }], standard: 1)
        #expect(result.best == 2)
        #expect(result.heldOutGains.allSatisfy { abs($0 - 0.1) < 1e-12 })
        #expect(result.test.pValue < 0.001)
        #expect(try #require(result.interval(level: 0.95)).lower > 0.09)
    }

    @Test("settings that differ by chance alone promise a gain that held-out queries do not confirm")
    func chance() {
        var generator = SplitMix64(seed: 7)
        var promised = 0.0
        var confirmed = 0.0
        for _ in 0..<30 {
            let values = (0..<20).map { _ in (0..<60).map { _ in Double.random(in: 0...1, using: &generator) } }
            let result = sweep(values, standard: 0)
            promised += (result.means[result.best] - result.means[0]) / 30
            confirmed += result.heldOutGains.reduce(0, +) / 60 / 30
        }
        print("measured: a gain of \(promised) promised by chance, \(confirmed) confirmed")
        #expect(promised > 0.05)
        #expect(confirmed < promised / 2)
    }

    @Test("of settings that are equally good the nearest to the default is taken, and there is no gain")
    func ties() {
        let column = [0.5, 0.25, 1, 0]
        let result = sweep([column, column, column], standard: 1)
        #expect(result.best == 1)
        #expect(result.heldOutGains == [0, 0, 0, 0])
        #expect(result.test.pValue == 1)
    }

    @Test("no queries have no interval")
    func nothing() {
        #expect(sweep([[], []], standard: 0).interval(level: 0.95) == nil)
    }

    @Test("a real collection is swept, and the defaults measure what an evaluation does", .needsSharedData("cranfield"))
    func cranfield() throws {
        let run = try RagProcess(["tune", SharedData.root.appending(path: "cranfield").path, "--json"])
        #expect(run.status == 0, "\(run.errors)")
        let report = try run.json()
        #expect(report["queries"] as? Int == 225)
        let sweeps = try #require(report["sweeps"] as? [[String: Any]])
        #expect(sweeps.map { $0["parameter"] as? String } == ["alpha", "k"])
        for (sweep, expected) in zip(sweeps, [0.409, 0.405]) {
            let standard = try #require((sweep["standard"] as? [String: Any])?["mean"] as? Double)
            let best = try #require((sweep["best"] as? [String: Any])?["mean"] as? Double)
            let lower = try #require(sweep["lower"] as? Double)
            let upper = try #require(sweep["upper"] as? Double)
            let gain = try #require(sweep["gain"] as? Double)
            let p = try #require(sweep["pValue"] as? Double)
            print("measured: \(sweep["parameter"] ?? ""): default \(standard), best \(best), gain \(gain), p \(p)")
            #expect(abs(standard - expected) <= 0.002)
            #expect(best >= standard && gain <= best - standard + 1e-9)
            #expect(lower <= gain && gain <= upper)
            #expect(sweep["isSignificant"] as? Bool == (p < 0.05 && (lower > 0 || upper < 0)))
        }
    }

    @Test(
        "wrong options are refused",
        arguments: [
            ["--metric", "taste"], ["--steps", "0"], ["--level", "1"], ["--level", "nan"],
        ])
    func refusals(options: [String]) throws {
        #expect(try RagProcess(["tune", "anywhere"] + options).status == 64)
    }
}
