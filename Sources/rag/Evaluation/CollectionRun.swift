// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import RAGCore
import RetrievalEvaluation
import _CorpusFiles

/// A test collection with a system that is run over it.
///
/// Documents are known to the systems by their row, so that embeddings, which come without names, fit them by position.
struct CollectionRun {
    let documents: [Document]
    let queries: [EvaluationCollection.Query]
    let judgements: Judgements
    private let collection: EvaluationCollection

    /// The hits that each query is evaluated on.
    static let depth = 1000

    /// Reads a collection.
    init(folder: String) throws {
        collection = try EvaluationCollection(folder: folder)
        var corpus = collection.documents()
        documents = try corpus.readAll()
        queries = try collection.queries()
        let file = try collection.judgements()
        do {
            judgements = try Judgements(parsing: file.text)
        } catch {
            let place = error.line.map { ":\($0)" } ?? ""
            throw RetrievalEvaluationError(error.code, "\(file.path)\(place): \(error.message)")
        }
        guard !documents.isEmpty, !queries.isEmpty else {
            throw CommandFailure(
                description: "\(folder) has no documents or no queries; put a line for each into documents.jsonl and "
                    + "queries.jsonl")
        }
    }

    /// The judged documents that the collection does not hold.
    var unknownJudgedDocuments: Set<DocumentID> {
        let known = Set(documents.map(\.id))
        return Set(judgements.grades.values.flatMap(\.keys)).subtracting(known)
    }

    /// The judged queries that the collection does not hold.
    var unknownJudgedQueries: Set<QueryID> {
        Set(judgements.grades.keys).subtracting(queries.map { QueryID($0.id) })
    }

    /// Runs a system over every query.
    ///
    /// - Parameters:
    ///   - system: The system.
    ///   - encoded: Embeddings in place of those in the collection's folder.
    ///   - options: How late interaction works.
    ///   - fusion: The name of the fusion of `hybrid`.
    /// - Returns: The rankings, and the time that the searches took.
    /// - Throws: What reading the collection's embeddings or searching throws.
    func run(
        _ system: RetrievalSystem, encoded: EncodedCollection? = nil,
        lateInteraction options: LateInteractionOptions = LateInteractionOptions(), fusion: String? = nil
    ) throws -> (run: Run, time: Duration) {
        let engine = try SystemUnderTest(
            system, documents: documents, collection: collection, encoded: encoded, lateInteraction: options,
            fusion: fusion)
        let clock = ContinuousClock()
        var rankings: [QueryID: [ScoredHit<DocumentID>]] = [:]
        let start = clock.now
        for (row, query) in queries.enumerated() {
            try Task.checkCancellation()
            let hits = try engine.search(query.text, queryRow: row, limit: Self.depth)
            rankings[QueryID(query.id)] = hits.map { hit in hit.mapID { documents[$0].id } }
            Console.progress("\(row + 1) of \(queries.count) queries")
        }
        Console.progress("")
        return (try Run(system: fusion ?? system.rawValue, rankings: rankings), clock.now - start)
    }

    /// Searches for every query by words and by embeddings, so that many fusions can be compared.
    ///
    /// - Returns: What the legs found, by row.
    /// - Throws: What reading the collection's embeddings or searching throws.
    func rankings() throws -> [QueryID: [Ranking<Int>]] {
        let engine = try SystemUnderTest(
            .hybrid, documents: documents, collection: collection, lateInteraction: LateInteractionOptions())
        var rankings: [QueryID: [Ranking<Int>]] = [:]
        for (row, query) in queries.enumerated() {
            try Task.checkCancellation()
            rankings[QueryID(query.id)] = try engine.rankings(query.text, queryRow: row)
            Console.progress("\(row + 1) of \(queries.count) queries")
        }
        Console.progress("")
        return rankings
    }

    /// Warns of judgements that nothing can meet.
    ///
    /// - Throws: A `CommandFailure` where no query of the collection is judged.
    func checkJudgements() throws {
        let unknown = unknownJudgedDocuments
        if !unknown.isEmpty {
            Console.error(
                "rag: \(unknown.count.grouped) judged documents are not in the collection, such as "
                    + "'\(unknown.min() ?? "")'; they count as not found")
        }
        let unknownQueries = unknownJudgedQueries
        guard unknownQueries.count < judgements.grades.count else {
            throw CommandFailure(description: "qrels.tsv judges none of the queries; check that both use the same ids")
        }
        if !unknownQueries.isEmpty {
            Console.error(
                "rag: \(unknownQueries.count.grouped) judged queries are not in the collection, such as "
                    + "'\(unknownQueries.min() ?? "")'; they count as found nothing")
        }
    }
}
#endif
