// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import RAGCore
import RetrievalEvaluation
import VDRMaxSim

struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure how well a system finds what was judged relevant.",
        discussion: """
            COLLECTION is a folder with documents.jsonl or documents.jsonl.gz (id, title, text), queries.jsonl (id, text) \
            and qrels.tsv (query, 0, document, grade); for dense, rrf and convex also dense.documents.f32.npy and \
            dense.queries.f32.npy, for maxsim the files multi.*.npy. Queries without a relevant document are left out. \
            Fusions take the best 200 of each leg; the others are judged on the best 1,000.

            --fusion takes one of: \(Fusion.names.joined(separator: ", ")).

            With --encoder the collection is embedded first, by a model on this machine, and needs no files of embeddings.

            EXAMPLES
              rag eval shared/data/cranfield --system rrf
              rag eval shared/data/cranfield --fusion qdrant-dbsf
              rag eval shared/data/scifact --system maxsim --encoder all-MiniLM-L6-v2
            """)

    @Argument(help: "The folder of the collection.")
    var collection: String

    @Option(
        help: """
            bm25 (words; the default), dense (embeddings), maxsim (late interaction), rrf (bm25 and dense by reciprocal \
            rank, k 60), convex (0.7 dense + 0.3 bm25 after min-max), hybrid (bm25 and dense by --fusion).
            """)
    var system: RetrievalSystem?

    @Option(help: ArgumentHelp("For hybrid: how bm25 and dense become one ranking.", valueName: "name"))
    var fusion: String?

    @Option(help: "For maxsim: how the documents' rows are stored: float32, float16, bfloat16, int8 or binary.")
    var precision: Precision = .float32

    @Option(
        help: ArgumentHelp(
            "For maxsim: score this share of the documents, the best in --precision, again in float32.",
            valueName: "0...1"))
    var rerank: Double?

    @Option(
        help: ArgumentHelp(
            "For maxsim: pool this many rows of a document into one, by hierarchical clustering.", valueName: "factor"))
    var pool = 1

    @Flag(help: "For maxsim: also measure which share of the ten best in float32 is among the ten best.")
    var exactRecall = false

    @OptionGroup(title: "EMBEDDING") var encoding: CollectionEncoding

    @Flag(help: "Show every query.")
    var perQuery = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The system that the options name.
    private var chosenSystem: RetrievalSystem { system ?? (fusion == nil ? .bm25 : .hybrid) }

    func validate() throws {
        guard fusion == nil || chosenSystem == .hybrid || fusion == chosenSystem.rawValue else {
            throw ValidationError("--fusion belongs to --system hybrid.")
        }
        if let fusion, !Fusion.names.contains(fusion) {
            throw ValidationError(
                "There is no fusion '\(fusion)'; take one of \(Fusion.names.joined(separator: ", ")).")
        }
        guard chosenSystem == .maxsim || (precision == .float32 && rerank == nil && pool == 1 && !exactRecall) else {
            throw ValidationError("--precision, --rerank, --pool and --exact-recall belong to --system maxsim.")
        }
        guard pool >= 1 else { throw ValidationError("--pool is \(pool); give at least 1.") }
        guard encoding.encoder == nil || chosenSystem != .bm25 else {
            throw ValidationError("--encoder belongs to every --system but bm25.")
        }
        if let rerank, !(0...1).contains(rerank) {
            throw ValidationError("--rerank is \(rerank); give a share of 0...1.")
        }
    }

    /// The result of a run.
    struct Report: Encodable {
        var system: String
        var nDCG: Double
        var recall: Double
        var averagePrecision: Double
        var reciprocalRank: Double
        var queries: Int
        var seconds: Double
        var exactRecall: Double?
        var tokens: Int?
        var tokensPerSecond: Double?

        enum CodingKeys: String, CodingKey {
            case system, queries, seconds, tokens, tokensPerSecond
            case nDCG = "ndcg@10"
            case recall = "recall@100"
            case averagePrecision = "map"
            case reciprocalRank = "mrr"
            case exactRecall = "exact-recall@10"
        }
    }

    func run() async throws {
        let collection = try CollectionRun(folder: collection)
        try collection.checkJudgements()
        let encoded = try await encoding.encode(collection, tokens: chosenSystem == .maxsim)
        let (run, time) = try collection.run(
            chosenSystem, encoded: encoded,
            lateInteraction: LateInteractionOptions(precision: precision, pooling: pool, rerankedShare: rerank),
            fusion: fusion)
        let metrics: [Metric] = [.nDCG(at: 10), .recall(at: 100), .averagePrecision, .reciprocalRank]
        let evaluation = Evaluation(of: run, against: collection.judgements, metrics: metrics)
        let means = metrics.map { evaluation.mean(of: $0) ?? 0 }
        let report = Report(
            system: run.system, nDCG: means[0], recall: means[1], averagePrecision: means[2],
            reciprocalRank: means[3], queries: evaluation.queries.count, seconds: time.seconds,
            exactRecall: exactRecall
                ? try run.recall(of: collection.run(.maxsim, encoded: encoded).run, at: 10) : nil,
            tokens: encoded?.tokenCount, tokensPerSecond: encoded.map { Double($0.tokenCount) / $0.time.seconds })
        guard report.queries > 0 else {
            throw CommandFailure(
                description: "no query has a relevant document; give one a grade above 0 in qrels.tsv")
        }
        if json { return try Console.json(report) }
        if perQuery { print(evaluation) }
        print(
            "\(report.system)  ndcg@10 \(report.nDCG.formatted(decimals: 4))  "
                + "recall@100 \(report.recall.formatted(decimals: 4))  "
                + "map \(report.averagePrecision.formatted(decimals: 4))  mrr \(report.reciprocalRank.formatted(decimals: 4))  "
                + (report.exactRecall.map { "exact-recall@10 \($0.formatted(decimals: 4))  " } ?? "")
                + "\(report.queries) queries in \(time.readable)"
                + (encoded.map { ", embedded in \($0.time.readable)" } ?? ""))
    }
}
#endif
