// SPDX-License-Identifier: Apache-2.0

extension Metric {
    /// The discounted cumulative gain of the ranking over that of the ideal one, the whole ranking.
    public static let nDCG = Metric(.nDCG(.linear), cutoff: nil)

    /// The discounted cumulative gain of the ranking over that of the ideal one (Järvelin and Kekäläinen 2002,
    /// doi:10.1145/582415.582418).
    ///
    /// The document at rank r gains `gain(grade) / log2(r + 1)`. The ideal ranking holds all judged documents, found or
    /// not. It looks at grades alone: the relevance level of the rules plays no part.
    ///
    /// - Parameters:
    ///   - cutoff: How many of the best documents are looked at, 1 or more; `nil` for the whole ranking.
    ///   - gain: How much a grade is worth.
    /// - Returns: The metric.
    public static func nDCG(at cutoff: Int?, gain: Gain = .linear) -> Metric {
        Metric(.nDCG(gain), cutoff: cutoff)
    }

    /// The mean of the precision at the rank of each relevant document, one not found counting 0, the whole ranking.
    public static let averagePrecision = Metric(.averagePrecision, cutoff: nil)

    /// The mean of the precision at the rank of each relevant document, one not found within the cutoff counting 0.
    ///
    /// Its mean over queries is MAP. The divisor is the number of all relevant documents, even where the cutoff is lower.
    ///
    /// - Parameter cutoff: How many of the best documents are looked at, 1 or more.
    /// - Returns: The metric.
    public static func averagePrecision(at cutoff: Int) -> Metric {
        Metric(.averagePrecision, cutoff: cutoff)
    }

    /// One over the rank of the first relevant document, 0 where none is found, the whole ranking.
    public static let reciprocalRank = Metric(.reciprocalRank, cutoff: nil)

    /// One over the rank of the first relevant document, 0 where none is found within the cutoff.
    ///
    /// Its mean over queries is MRR. trec_eval knows it without a cutoff only.
    ///
    /// - Parameter cutoff: How many of the best documents are looked at, 1 or more.
    /// - Returns: The metric.
    public static func reciprocalRank(at cutoff: Int) -> Metric {
        Metric(.reciprocalRank, cutoff: cutoff)
    }

    /// The share of the first `cutoff` places that hold a relevant document.
    ///
    /// A ranking that is shorter is not excused: the divisor is the cutoff.
    ///
    /// - Parameter cutoff: How many of the best documents are looked at, 1 or more.
    /// - Returns: The metric.
    public static func precision(at cutoff: Int) -> Metric { Metric(.precision, cutoff: cutoff) }

    /// The share of all relevant documents that are among the first `cutoff`.
    ///
    /// - Parameter cutoff: How many of the best documents are looked at, 1 or more.
    /// - Returns: The metric.
    public static func recall(at cutoff: Int) -> Metric { Metric(.recall, cutoff: cutoff) }

    /// 1 where a relevant document is among the first `cutoff`, else 0; also known as hit rate.
    ///
    /// - Parameter cutoff: How many of the best documents are looked at, 1 or more.
    /// - Returns: The metric.
    public static func success(at cutoff: Int) -> Metric { Metric(.success, cutoff: cutoff) }

    /// The precision at R, the number of relevant documents of the query.
    public static let rPrecision = Metric(.rPrecision, cutoff: nil)

    /// How rarely documents judged not relevant come before relevant ones, blind to unjudged documents (Buckley and
    /// Voorhees 2004, doi:10.1145/1008992.1009000).
    ///
    /// It is for judgements that are known to be incomplete. The formula is trec_eval's, which can reach 0 also where
    /// fewer documents were judged not relevant than relevant.
    public static let bpref = Metric(.bpref, cutoff: nil)

    /// The share of the first `cutoff` documents that were judged at all, a negative grade included.
    ///
    /// Not a quality: where it is low, the other metrics say little. The divisor is the number of documents found, where
    /// that is below the cutoff, and an empty ranking has 0.
    ///
    /// - Parameter cutoff: How many of the best documents are looked at, 1 or more.
    /// - Returns: The metric.
    public static func judged(at cutoff: Int) -> Metric { Metric(.judged, cutoff: cutoff) }
}
