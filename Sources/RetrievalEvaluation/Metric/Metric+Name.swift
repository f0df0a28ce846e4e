// SPDX-License-Identifier: Apache-2.0

extension Metric: CustomStringConvertible {
    /// The name in the style of ir_measures, such as `nDCG@10`, `AP`, `R@100` or `nDCG(dcg='exp-log2')@10`.
    public var description: String {
        cutoff.map { "\(measure.stem)@\($0)" } ?? measure.stem
    }

    /// The name in the style of trec_eval, such as `ndcg_cut_10`, `map` or `recall_100`.
    ///
    /// It is `nil` for what trec_eval does not compute: the exponential gain, the reciprocal rank with a cutoff, and the
    /// share of judged documents.
    public var trecName: String? {
        guard let cutoff else { return measure.trecStems.whole }
        return measure.trecStems.cut.map { "\($0)_\(cutoff)" }
    }

    /// Finds a metric by its name in either style.
    ///
    /// Names are read without regard to case: the `description` or the ``trecName`` of a metric; `MAP@k`, `MRR@k`,
    /// `Recall@k` and `Precision@k`; and with a dot, as trec_eval's own option has it, `ndcg_cut.10`.
    ///
    /// - Parameter name: The name.
    /// - Throws: `unknownMetric` where no metric has that name, or the cutoff is not a whole number from 1.
    public init(named name: String) throws(RetrievalEvaluationError) {
        let wanted = name.lowercased()
        for measure in Measure.allCases {
            let stems = [measure.stem.lowercased()] + measure.aliases
            if measure.hasWholeForm, stems.contains(wanted) || wanted == measure.trecStems.whole?.lowercased() {
                self.init(measure, cutoff: nil)
                return
            }
            var prefixes = measure.hasCutForm ? stems.map { $0 + "@" } : []
            if let stem = measure.trecStems.cut?.lowercased() { prefixes += [stem + "_", stem + "."] }
            for prefix in prefixes where wanted.hasPrefix(prefix) {
                guard let cutoff = Int(wanted.dropFirst(prefix.count)), cutoff >= 1 else { continue }
                self.init(measure, cutoff: cutoff)
                return
            }
        }
        throw RetrievalEvaluationError(
            .unknownMetric,
            "expected the name of a metric, such as nDCG@10, AP, RR@10, R@100 or ndcg_cut_10, found \"\(name)\""
        )
    }
}

extension Metric.Measure: CaseIterable {
    static let allCases: [Metric.Measure] = [
        .nDCG(.linear), .nDCG(.exponential), .averagePrecision, .reciprocalRank, .precision, .recall, .success,
        .rPrecision, .bpref, .judged,
    ]

    /// The name without a cutoff.
    fileprivate var stem: String {
        switch self {
        case .nDCG(.linear): "nDCG"
        case .nDCG(.exponential): "nDCG(dcg='exp-log2')"
        case .averagePrecision: "AP"
        case .reciprocalRank: "RR"
        case .precision: "P"
        case .recall: "R"
        case .success: "Success"
        case .rPrecision: "Rprec"
        case .bpref: "Bpref"
        case .judged: "Judged"
        }
    }

    /// Other names that are read and never written, in lower case.
    fileprivate var aliases: [String] {
        switch self {
        case .averagePrecision: ["map"]
        case .reciprocalRank: ["mrr"]
        case .precision: ["precision"]
        case .recall: ["recall"]
        default: []
        }
    }

    /// What trec_eval calls it over the whole ranking, and before a cutoff.
    fileprivate var trecStems: (whole: String?, cut: String?) {
        switch self {
        case .nDCG(.linear): ("ndcg", "ndcg_cut")
        case .averagePrecision: ("map", "map_cut")
        case .reciprocalRank: ("recip_rank", nil)
        case .precision: (nil, "P")
        case .recall: (nil, "recall")
        case .success: (nil, "success")
        case .rPrecision: ("Rprec", nil)
        case .bpref: ("bpref", nil)
        case .nDCG(.exponential), .judged: (nil, nil)
        }
    }

    /// Whether it can look at a whole ranking.
    fileprivate var hasWholeForm: Bool {
        switch self {
        case .precision, .recall, .success, .judged: false
        case .nDCG, .averagePrecision, .reciprocalRank, .rPrecision, .bpref: true
        }
    }

    /// Whether it can look at the best documents alone.
    fileprivate var hasCutForm: Bool {
        self != .rPrecision && self != .bpref
    }
}
