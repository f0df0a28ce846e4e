// SPDX-License-Identifier: Apache-2.0

extension Fusion {
    /// The fusions that have a name, by it.
    private static let catalogue: [String: Fusion] = {
        var fusions: [String: Fusion] = [
            "rrf": .standard,
            "rrf-normalized": Fusion(unchecked: .unitReciprocalRank(k: 60), .arithmeticMean),
            "convex": Fusion(unchecked: .minMax, .sum, weights: [.dense: 0.7, .sparse: 0.3]),
            "borda": Fusion(unchecked: .borda, .sum),
            "isr": Fusion(unchecked: .inverseSquareRank, .sumTimesCount),
            "log-isr": Fusion(unchecked: .inverseSquareRank, .sumTimesLogarithm()),
            "logn-isr": Fusion(unchecked: .inverseSquareRank, .sumTimesLogarithm(sigma: 0.01)),
            "weaviate-ranked": Fusion(unchecked: .reciprocalRank(k: 59), .sum),
            "weaviate-relative-score": Fusion(unchecked: .minMax, .sum),
            "qdrant-rrf": Fusion(unchecked: .reciprocalWeightedRank(), .sum),
            "qdrant-dbsf": Fusion(unchecked: .distribution, .sum),
            "elasticsearch-rrf": .standard,
            "elasticsearch-linear-minmax": Fusion(
                unchecked: Normalization(rule: .minMax(flat: .unchanged, zero: 0)), .sum),
            "elasticsearch-linear-l2": Fusion(unchecked: .euclidean, .sum),
            "vespa-rrf": .standard,
            "vespa-linear": Fusion(unchecked: Normalization(rule: .minMax(flat: .constant(0.5), zero: 0)), .sum),
            "milvus-rrf": .standard,
            "milvus-weighted": Fusion(unchecked: .arctangent, .sum),
        ]
        let openSearch: [(String, Normalization.Rule)] = [
            ("minmax", .minMax(flat: .constant(1), zero: 0.001)), ("l2", .euclidean),
            ("zscore", .standard(least: 0.001)),
        ]
        let means: [(String, Combination)] = [
            ("arithmetic", .arithmeticMean), ("geometric", .geometricMean), ("harmonic", .harmonicMean),
        ]
        for (normalization, rule) in openSearch {
            for (mean, combination) in means {
                fusions["opensearch-\(normalization)-\(mean)"] = Fusion(
                    unchecked: Normalization(rule: rule), combination)
            }
        }
        let combinations: [(String, Combination)] = [
            ("combsum", .sum), ("combmnz", .sumTimesCount), ("combanz", .meanOfFound),
            ("combgmnz", .sumTimesCount(power: 0.5)), ("combmed", .median), ("combmin", .minimum),
            ("combmax", .maximum), ("wmnz", .sumTimesWeights),
        ]
        for (name, combination) in combinations { fusions[name] = Fusion(unchecked: .minMax, combination) }
        return fusions
    }()

    /// The names that ``named(_:weights:)`` knows, in alphabetical order.
    public static let names = catalogue.keys.sorted()

    /// A fusion by its name, as the literature or a search engine calls it.
    ///
    /// - `rrf`, `rrf-normalized`: reciprocal rank fusion, k 60, the second one in 0...1.
    /// - `convex`: 0.7 dense and 0.3 sparse after min-max.
    /// - `combsum`, `combmnz`, `combanz`, `combgmnz`, `combmed`, `combmin`, `combmax`, `wmnz`: after min-max (Fox and Shaw
    ///   1994; Lee 1997, doi:10.1145/258525.258587).
    /// - `isr`, `log-isr`, `logn-isr`, `borda`: by ranks, see ``Normalization``.
    /// - `weaviate-…`, `qdrant-…`, `elasticsearch-…`, `opensearch-…`, `vespa-…`, `milvus-…`: as these engines define them,
    ///   with their treatment of equal scores.
    ///
    /// - Parameters:
    ///   - name: One of ``names``.
    ///   - weights: The weight of each leg in place of those that the name stands for, if any.
    /// - Returns: The fusion.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for another name, or a weight that is negative or not finite.
    public static func named(
        _ name: String, weights: [Leg: Double]? = nil
    ) throws(HybridSearchError) -> Fusion {
        guard let fusion = catalogue[name] else {
            throw HybridSearchError(
                .invalidParameter,
                "there is no fusion '\(name)'; take one of \(names.joined(separator: ", "))")
        }
        guard let weights else { return fusion }
        return try Fusion(fusion.normalization, fusion.combination, weights: weights)
    }
}
