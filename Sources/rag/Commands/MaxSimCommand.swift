// SPDX-License-Identifier: Apache-2.0
#if CommandLine
public import ArgumentParser
import RAGCore
public import VDRMaxSim
import _VectorMath

extension Precision: ExpressibleByArgument {}

struct MaxSimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maxsim",
        abstract: "Rank documents by late interaction with a query, from arrays of embeddings.",
        discussion: """
            QUERY and DOCUMENTS are .npy arrays of rows x dimension (float32 or float16; documents also int8 with \
            --scales). Document i owns the rows offsets[i] to offsets[i + 1]; the array of offsets ends with the number \
            of all rows. The score of a document is the sum, over the rows of the query, of the greatest dot product with \
            one of its rows.

            EXAMPLE
              rag maxsim query.npy pages.npy --offsets offsets.npy --precision int8 --explain
              rag maxsim query.npy pages.npy --offsets offsets.npy --heat-map best.png --grid 32x32
            """)

    @Argument(help: "The query's rows (.npy).")
    var query: String

    @Argument(help: "The rows of all documents (.npy).")
    var documents: String

    @Option(help: ArgumentHelp("Where each document's rows begin (.npy of whole numbers).", valueName: "file"))
    var offsets: String

    @Option(help: ArgumentHelp("For int8 documents: the factor of each row (.npy).", valueName: "file"))
    var scales: String?

    @Option(help: "How to score: float32, float16, bfloat16, int8 or binary. By default as the documents are stored.")
    var precision: Precision?

    @Option(help: ArgumentHelp("The most documents to show, at least 1.", valueName: "count"))
    var topK = 10

    @Option(help: ArgumentHelp("The most threads that score at once.", valueName: "count"))
    var threads = 1

    @Flag(help: "Show which row of the document answers each row of the query.")
    var explain = false

    @OptionGroup(title: "HEAT MAP") var heatMap: HeatMapOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard topK >= 1 else { throw ValidationError("--top-k is \(topK); give at least 1.") }
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give at least 1.") }
    }

    /// The result of a run.
    struct Report: Encodable {
        struct Hit: Encodable {
            var rank: Int
            var document: Int
            var score: Float
            var matches: [RowMatch]?
        }

        var precision: Precision
        var documents: Int
        var rows: Int
        var dimension: Int
        var seconds: Double
        var hits: [Hit]
        var heatMapOf: Int?
    }

    func run() async throws {
        let stored = try NumPyFile.batch(rows: documents, offsets: offsets, scales: scales)
        let batch = stored.converted(to: precision ?? stored.precision)
        let array = try NumPyFile.read(query)
        guard array.shape.count == 2 else {
            throw MaxSimError(
                .dimensionMismatch, "\(query) has the shape \(array.shape); expected [rows, dimension]")
        }
        let rows = try MultiVector(array.floats(), dimension: array.shape[1])
        let clock = ContinuousClock()
        let start = clock.now
        let prepared = try PreparedQuery(rows, for: batch.precision)
        let hits =
            threads == 1
            ? try MaxSim.topK(prepared, batch, limit: topK)
            : try await MaxSim.topK(prepared, batch, limit: topK, threads: threads)
        let time = clock.now - start
        let report = Report(
            precision: batch.precision, documents: batch.count, rows: batch.rowCount, dimension: batch.dimension,
            seconds: time.seconds,
            hits: try hits.enumerated().map { index, hit in
                Report.Hit(
                    rank: index + 1, document: hit.id, score: hit.score,
                    matches: explain ? try MaxSim.bestRows(prepared, batch, document: hit.id) : nil)
            },
            heatMapOf: try heatMap.draw(rows, batch, best: hits.first?.id))
        if json {
            try Console.json(report)
        } else {
            show(report, time)
        }
    }

    private func show(_ report: Report, _ time: Duration) {
        for hit in report.hits {
            print("\(hit.rank). \(Double(hit.score).formatted(decimals: 4))  document \(hit.document)")
            for match in hit.matches ?? [] {
                let share = hit.score == 0 ? 0 : Double(match.score / hit.score) * 100
                print(
                    "     query row \(match.queryRow): row \(match.documentRow), "
                        + "\(Double(match.score).formatted(decimals: 4)) (\(share.formatted(decimals: 1)) %)")
            }
        }
        print(
            "\(report.documents.grouped) documents of \(report.rows.grouped) rows x \(report.dimension) in "
                + "\(report.precision) scored in \(time.readable)")
        if let document = report.heatMapOf, let file = heatMap.file {
            print("document \(document) drawn in \(file)")
        }
    }
}
#endif
