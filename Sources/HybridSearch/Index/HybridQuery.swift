// SPDX-License-Identifier: Apache-2.0
public import RAGCore

/// What to look for, and how.
public struct HybridQuery: Sendable {
    /// Which legs search.
    public enum Mode: String, Sendable, CaseIterable {
        /// By the words of the query (BM25).
        case sparse
        /// By the query's embedding.
        case dense
        /// By both, fused.
        case hybrid
    }

    /// What a hit is.
    public enum Grouping: String, Sendable, CaseIterable {
        /// A chunk of a document: every row of the index is found on its own.
        case chunks
        /// A document: it ranks in each leg where the best of its chunks ranks, and is found once.
        case documents
    }

    /// What to look for in the documents' text.
    public var text: TextQuery

    /// The query's embedding, by the model that embedded the documents; needed by every mode but ``Mode/sparse``.
    public var vector: [Float]?

    /// Which legs search.
    public var mode: Mode

    /// The most hits to return.
    public var limit: Int

    /// What a hit is; of documents in one piece both are the same.
    public var grouping: Grouping = .chunks

    /// Which documents may be found; `nil` for all.
    ///
    /// It takes part in the search of every leg, so that there are as many hits as the filter and the limit allow.
    public var filter: Filter?

    /// The ranking function of the sparse leg.
    public var ranking: BM25 = .standard

    /// How the sparse leg is evaluated; `nil` lets the index choose.
    public var plan: LexicalPlan?

    /// How the dense leg is evaluated; `nil` lets each segment choose.
    ///
    /// ``IndexSnapshot/densePlans(of:)`` says what was chosen.
    public var densePlan: DensePlan?

    /// Which share of the nearest rows the dense leg should find, in the mean; above 0 and at most 1.
    ///
    /// It decides how many clusters a large segment reads (``IndexSnapshot/denseCalibrations``); 1 reads every row. It is a
    /// mean over queries like the indexed rows: queries of another kind, such as short questions where the rows are long
    /// passages, may find less, which a comparison with 1 shows.
    public var targetRecall: Double = 0.95

    /// How many of the best estimates the dense leg scores where it reads codes; `nil` scores as many as the estimates'
    /// error bounds ask for.
    public var rerankDepth: Int?

    /// How the legs of ``Mode/hybrid`` become one ranking.
    public var fusion: Fusion = .standard

    /// How many hits of each leg take part in a fusion; `nil` takes 100, or the ``limit`` where that is more.
    ///
    /// A hybrid search finds at most two windows of hits. A fusion that looks at the scores of all hits of a leg depends on
    /// it, so set it where results of several limits must agree.
    public var window: Int?

    /// The least score of a leg at which it vouches for a hit, on the leg's own scale; a leg that is not named vouches for
    /// all that it finds.
    ///
    /// A hit needs one leg that vouches for it, and legs that do not vouch for it have no part in its score. A threshold so
    /// means the same in every mode: what a search by one leg drops comes back in a hybrid one only where the other leg
    /// vouches for it. A threshold of fused scores could not, for these depend on ranks, or on what else was found.
    public var minimumScores: [Leg: Float] = [:]

    /// How to choose hits that are not alike; `nil` takes the best ones as they are.
    ///
    /// The hits are chosen from a window of the best ones, see ``window``, and keep their scores: they do not descend any
    /// more. The index needs embeddings, in every mode.
    public var diversity: MaximalMarginalRelevance?

    /// The window where a query names none and its limit is not larger.
    static let defaultWindow = 100

    /// How many hits of each leg take part where more are looked at than are returned.
    var depth: Int { window ?? max(Self.defaultWindow, limit) }

    /// Creates a query.
    ///
    /// - Parameters:
    ///   - text: The words to look for.
    ///   - vector: The query's embedding.
    ///   - mode: Which legs search; by default both where there is a vector, and the words alone where there is none.
    ///   - limit: The most hits to return.
    public init(_ text: String, vector: [Float]? = nil, mode: Mode? = nil, limit: Int = 10) {
        self.init(TextQuery(words: text), vector: vector, mode: mode, limit: limit)
    }

    /// Creates a query of clauses.
    ///
    /// - Parameters:
    ///   - text: What to look for in the documents' text.
    ///   - vector: The query's embedding.
    ///   - mode: Which legs search; by default both where there is a vector, and the text alone where there is none.
    ///   - limit: The most hits to return.
    public init(_ text: TextQuery, vector: [Float]? = nil, mode: Mode? = nil, limit: Int = 10) {
        self.text = text
        self.vector = vector
        self.mode = mode ?? (vector == nil ? .sparse : .hybrid)
        self.limit = limit
    }
}
