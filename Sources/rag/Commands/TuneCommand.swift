// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RetrievalEvaluation

struct TuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Find the best weights of a hybrid search on judged queries.",
        discussion: """
            COLLECTION is a folder as for 'rag eval', with embeddings. Two parameters are swept: alpha, the weight of dense \
            against bm25 after min-max, and the k of reciprocal rank fusion. The gain over the default is measured on queries \
            that did not choose the value (ten folds), with a bootstrap interval and a randomisation test, and called \
            significant only where the interval leaves out 0 and p is small enough.

            EXAMPLE
              rag tune shared/data/cranfield --metric ndcg@10 --json
            """)

    @Argument(help: "The folder of the collection.")
    var collection: String

    @Option(help: ArgumentHelp("What is to be as high as possible, such as ndcg@10, map or mrr.", valueName: "metric"))
    var metric = "ndcg@10"

    @Option(help: ArgumentHelp("Into how many steps 0...1 is cut for alpha.", valueName: "count"))
    var steps = 20

    @Option(help: ArgumentHelp("The level of confidence, between 0 and 1.", valueName: "share"))
    var level = 0.95

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard (1...1_000).contains(steps) else {
            throw ValidationError("--steps is \(steps); give a number of 1...1000.")
        }
        guard level > 0, level < 1 else {
            throw ValidationError("--level is \(level); give a number between 0 and 1.")
        }
        do {
            _ = try Metric(named: metric)
        } catch {
            throw ValidationError("--metric: \(error)")
        }
    }

    /// The result of a run.
    struct Report: Encodable {
        /// One parameter.
        struct Sweep: Encodable {
            struct Point: Encodable {
                var value: Double
                var mean: Double
            }

            var parameter: String
            var standard: Point
            var best: Point
            /// The mean gain over the default on queries that did not choose the value.
            var gain: Double
            var lower: Double
            var upper: Double
            var pValue: Double
            var isSignificant: Bool
            var points: [Point]
        }

        var metric: String
        var queries: Int
        var level: Double
        var sweeps: [Sweep]
    }

    func run() async throws {
        let collection = try CollectionRun(folder: collection)
        try collection.checkJudgements()
        let metric = try Metric(named: metric)
        let rankings = try collection.rankings()
        var sweeps: [Report.Sweep] = []
        var queries = 0
        for sweep in [try FusionSweep.alpha(steps: steps), try FusionSweep.k()] {
            let result = try sweep.measure(rankings, of: collection, by: metric)
            guard let interval = result.interval(level: level) else {
                throw CommandFailure(
                    description: "no query has a relevant document; give one a grade above 0 in qrels.tsv")
            }
            queries = result.queryCount
            let test = result.test
            let points = zip(result.settings, result.means).map { Report.Sweep.Point(value: $0, mean: $1) }
            sweeps.append(
                Report.Sweep(
                    parameter: sweep.parameter, standard: points[result.standard], best: points[result.best],
                    gain: test.meanDifference, lower: interval.lower, upper: interval.upper, pValue: test.pValue,
                    isSignificant: test.pValue < 1 - level && (interval.lower > 0 || interval.upper < 0),
                    points: points))
        }
        let report = Report(metric: "\(metric)", queries: queries, level: level, sweeps: sweeps)
        if json { return try Console.json(report) }
        for sweep in report.sweeps { show(sweep, report) }
    }

    private func show(_ sweep: Report.Sweep, _ report: Report) {
        for point in sweep.points {
            let mark =
                point.value == sweep.best.value ? "  best" : point.value == sweep.standard.value ? "  default" : ""
            print(
                "\(sweep.parameter) \(point.value.formatted(decimals: 2))  "
                    + "\(report.metric) \(point.mean.formatted(decimals: 4))\(mark)")
        }
        let range = "\(sweep.lower.formatted(decimals: 4))...\(sweep.upper.formatted(decimals: 4))"
        let gain =
            "gain over the default on held-out queries \(sweep.gain.formatted(decimals: 4)) "
            + "(\((100 * report.level).formatted(decimals: 0)) % \(range), p \(sweep.pValue.formatted(decimals: 4)))"
        print(
            sweep.isSignificant && sweep.gain > 0
                ? "\(gain): take \(sweep.parameter) \(sweep.best.value.formatted(decimals: 2))"
                : "\(gain): \(sweep.isSignificant ? "a loss" : "not significant"), keep \(sweep.parameter) \(sweep.standard.value.formatted(decimals: 2))"
        )
        print()
    }
}
#endif
